import { locateYaml } from '@gotk/yaml';
import type { ObjectChange } from '../built-object.js';
import type { YamlPlace } from '../errors/place-error.js';
import { field } from '../node/fields.js';
import { sameNode } from '../node/same-node.js';
import { copyNode, keyText, type YamlNode } from '../node/yaml-node.js';
import { BUILD_ANNOTATIONS, ORIGIN_ANNOTATION, TRANSFORMATIONS_ANNOTATION } from '../resource/build-annotations.js';
import type { ResourceList } from '../resource/resource-list.js';

/** A step, and where it was asked for. */
export interface ExplainedStep {
  readonly step: string;
  readonly place: YamlPlace;
}

/** Runs a step, and notes it at each object that it changes. */
export function explainStep(list: ResourceList, explained: ExplainedStep, run: () => void): void {
  const before = new Map(list.all.map((resource) => [resource, content(resource.view)]));
  run();
  const change = changeOf(explained);
  for (const resource of list.all) {
    const old = before.get(resource);
    if (old === undefined || sameNode(old, content(resource.view))) continue;
    resource.changes = [...resource.changes, change];
  }
}

/** The change that a step is to an object. */
export function changeOf({ step, place }: ExplainedStep): ObjectChange {
  const line = locateYaml(place.text, place.path)?.line;
  return { file: place.file, step, ...(line === undefined ? {} : { line }) };
}

/** A copy without what the build itself notes at objects. */
function content(node: YamlNode): YamlNode {
  const copy = copyNode(node);
  const metadata = field(copy, 'metadata');
  const annotations = field(metadata, 'annotations');
  if (metadata === undefined || annotations === undefined) return copy;
  const kept = annotations.items.filter((_, index) => !isNote(keyText(annotations.keys[index] ?? '')));
  annotations.keys = annotations.keys.filter((key) => !isNote(keyText(key)));
  annotations.items = kept;
  if (kept.length > 0) return copy;
  const index = metadata.items.indexOf(annotations);
  metadata.items.splice(index, 1);
  metadata.keys.splice(index, 1);
  return copy;
}

function isNote(name: string): boolean {
  return BUILD_ANNOTATIONS.has(name) || name === ORIGIN_ANNOTATION || name === TRANSFORMATIONS_ANNOTATION;
}
