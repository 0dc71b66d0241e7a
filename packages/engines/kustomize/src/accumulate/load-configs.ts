import { Interruption } from '../errors/interruption.js';
import { placeError } from '../errors/place-error.js';
import { wrapError } from '../errors/wrap-error.js';
import type { Resource } from '../resource/resource.js';
import { ResourceList } from '../resource/resource-list.js';
import { accumulateResources, type ResourceEntry } from './accumulate-resources.js';
import { newAccumulator } from './accumulator.js';
import { type Layer, originBelow, placeIn } from './layer.js';
import { annotateOrigin } from './origin-annotations.js';

/** Lists of configurations: objects in the list itself, or paths of files and directories that hold them. */
export type ConfigField = 'generators' | 'transformers' | 'validators';

/** The configurations that a field names: those in the list first, then those in files. */
export function loadConfigs(layer: Layer, field: ConfigField): readonly Resource[] {
  const accumulator = newAccumulator();
  const paths: ResourceEntry[] = [];
  for (const [index, text] of (layer.kustomization[field] ?? []).entries()) {
    const inline = readInline(layer, text);
    if (inline === undefined) paths.push({ path: text, place: placeIn(layer, field, index) });
    else placeError(() => addInline(layer, accumulator.list, inline, field), placeIn(layer, field, index));
  }
  accumulateResources(layer, accumulator, paths);
  return accumulator.list.all;
}

/** @returns `undefined` for what cannot be read as objects: it is a path. */
function readInline({ context, file }: Layer, text: string): ResourceList | undefined {
  try {
    const list = new ResourceList();
    list.appendAll(context.reader.readText(text, file));
    return list;
  } catch (error) {
    if (error instanceof Interruption) throw error;
    return undefined;
  }
}

function addInline({ origin, fileName }: Layer, list: ResourceList, inline: ResourceList, field: ConfigField): void {
  if (origin !== undefined) annotateOrigin(inline, originBelow(origin, fileName));
  try {
    list.appendAll(inline.all);
  } catch (error) {
    throw wrapError(error, `configuring external ${field === 'generators' ? 'generator' : 'transformer'}`);
  }
}
