import { goQuote } from '@gotk/json';
import { buildError } from '../errors/build-error.js';
import { placeError, type YamlPlace } from '../errors/place-error.js';
import { wrapError } from '../errors/wrap-error.js';
import type { BuildMemo } from '../memo/build-memo.js';
import { runLocalEdits } from '../memo/run-local-edits.js';
import { NotesNeeded } from '../node/notes-needed.js';
import { renderGoNode } from '../node/render-go-node.js';
import { configureBuiltin } from '../plugins/configure-builtin.js';
import { loadTransformer } from '../plugins/load-plugin.js';
import type { LocalEdit, Transform } from '../plugins/plugin.js';
import { readTextMap, writeTextMap } from '../resource/metadata-fields.js';
import { nodeText } from '../resource/node-text.js';
import { copyResource, currentId, type Resource } from '../resource/resource.js';
import { renderId } from '../resource/resource-id.js';
import { ResourceList } from '../resource/resource-list.js';
import type { Accumulator } from './accumulator.js';
import { explainStep } from './explain-step.js';
import { type Layer, placeIn } from './layer.js';
import { loadConfigs } from './load-configs.js';
import { annotateTransformed, builtinOrigin, type ConfiguredOrigin, configOrigin } from './origin-annotations.js';
import { transformSteps } from './transform-steps.js';

interface Transformer {
  readonly transform: Transform;
  readonly origin: ConfiguredOrigin | undefined;
  readonly place: YamlPlace;
  /** How explanations name it. */
  readonly step: string;
}

/** Edits the resources as the fields of a kustomization and its own transformers say. */
export function runTransformers(layer: Layer, { list, config }: Accumulator): void {
  const steps = transformSteps(layer.kustomization, config);
  const builtin = Array.from(steps, ({ plugin, config: fields, path: [field, index] }) => {
    const place = index === undefined ? placeIn(layer, field) : placeIn(layer, field, index);
    const transform = placeError(() => configureBuiltin(plugin, fields, layer), place);
    const step = index === undefined ? field : `${field}[${index}]`;
    return { transform, origin: builtinOrigin(layer, plugin.kind), place, step };
  });
  const all = [...builtin, ...configuredTransformers(layer, 'transformers')];
  const { memo } = layer.context;
  if (memo === undefined || layer.origin !== undefined) for (const each of all) runTransformer(layer, list, each);
  else runMemoized(layer, list, all, memo);
}

/** Runs edits of single resources that stand next to one another as one. */
function runMemoized(layer: Layer, list: ResourceList, transformers: readonly Transformer[], memo: BuildMemo): void {
  let pending: LocalEdit[] = [];
  const flush = (): void => {
    if (pending.length > 0) runLocalEdits(list, pending, memo);
    pending = [];
  };
  for (const transformer of transformers) {
    const { local } = transformer.transform;
    if (local === undefined || (local.checksIds === true && pending.some(({ checksIds }) => checksIds === true)))
      flush();
    if (local === undefined) runTransformer(layer, list, transformer);
    else pending.push(local);
  }
  flush();
}

function configuredTransformers(layer: Layer, field: 'transformers' | 'validators'): readonly Transformer[] {
  return loadConfigs(layer, field).map((config) => ({
    transform: placeError(() => loadTransformer(config, layer), placeIn(layer, field)),
    origin: configOrigin(config),
    place: placeIn(layer, field),
    step: `${field}: ${renderId(currentId(config))}`,
  }));
}

function runTransformer({ context }: Layer, list: ResourceList, { transform, origin, place, step }: Transformer): void {
  context.checkTime();
  const run = (): void => placeError(() => transform(list), place);
  if (context.explain) explainStep(list, { place, step }, run);
  else run();
  if (origin !== undefined) annotateTransformed(list.all, origin);
  // An edit of one resource at a time never deletes it.
  if (transform.local === undefined) list.dropDeleted();
}

/** The label by which a validator may leave a mark. */
const VALIDATED_BY = 'validated-by';

/** Runs validators: transformers that must not change anything. */
export function runValidators(layer: Layer, { list }: Accumulator): void {
  for (const { transform, place } of configuredTransformers(layer, 'validators')) {
    // Whatever a validator sets is a change, even to the same text.
    if (!layer.context.reader.options.exact) throw new NotesNeeded('needs the places of nodes');
    const before = list.all.map(copyResource);
    placeError(() => {
      transform(list);
      requireSame(before, list);
    }, place);
  }
}

function requireSame(before: readonly Resource[], list: ResourceList): void {
  const after = new ResourceList(list.all.map(withoutMark));
  try {
    if (before.length !== after.all.length)
      throw new Error(`lists have different number of entries: ${before.length} doesn't equal ${after.all.length}`);
    for (const resource of before) requireUnchanged(resource, after);
  } catch (error) {
    throw wrapError(error, "validator shouldn't modify the resource map");
  }
}

function withoutMark(resource: Resource): Resource {
  const copy = copyResource(resource);
  const labels = readTextMap(copy.view, 'labels');
  if (labels.delete(VALIDATED_BY)) writeTextMap(copy.node, 'labels', labels);
  return copy;
}

function requireUnchanged(resource: Resource, after: ResourceList): void {
  const id = currentId(resource);
  const [other, ...more] = after.withCurrentId(id);
  if (other === undefined) throw new Error(`id in self missing from other; id: ${renderId(id)}`);
  if (more.length > 0) throw new Error(`id in self matches ${more.length + 1} in other; id: ${renderId(id)}`);
  if (renderGoNode(resource.view) === renderGoNode(other.view)) return;
  throw buildError(
    'kustomize-validator',
    `nodes unequal: \n -- ${nodeText(resource.view)},\n -- ${nodeText(other.view)}\n\n--\n${goSyntax(resource)}\n------\n${goSyntax(other)}\n`,
    { at: resource.origin, hint: 'A validator may look at objects, not change them.' },
  );
}

/** A resource in Go's syntax; the address means nothing. */
function goSyntax({ varNames }: Resource): string {
  const names = varNames.length === 0 ? '[]string(nil)' : `[]string{${varNames.map(goQuote).join(', ')}}`;
  const node =
    'yaml.RNode{fieldPath:[]string(nil), value:(*yaml.Node)(0xc000000000), ShouldKeep:false, Match:[]string(nil)}';
  return `&resource.Resource{RNode:${node}, refVarNames:${names}}`;
}
