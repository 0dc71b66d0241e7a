import { goQuote } from '@gotk/json';
import { buildError } from '../errors/build-error.js';
import { field, removeField } from '../node/fields.js';
import { textOf } from '../node/node-state.js';
import { keyText, type YamlNode } from '../node/yaml-node.js';
import { buildAnnotation, ORIGIN_ANNOTATION } from '../resource/build-annotations.js';
import { takeMetadata } from '../resource/merge-metadata.js';
import { annotation, readTextMap, writeTextMap } from '../resource/metadata-fields.js';
import { nodeText } from '../resource/node-text.js';
import { currentId, type Resource } from '../resource/resource.js';
import { type ResourceId, renderId } from '../resource/resource-id.js';
import type { ResourceList } from '../resource/resource-list.js';
import { replaceTexts } from './data-object.js';

/**
 * Adds generated objects: as new ones, or in place of objects of the same id, or merged into those.
 * @throws LocatedError when the behavior that an object asks for does not fit what is there.
 */
export function absorbResources(list: ResourceList, resources: readonly Resource[]): void {
  for (const resource of resources) absorb(list, resource);
}

function absorb(list: ResourceList, resource: Resource): void {
  const id = currentId(resource);
  const behavior = annotation(resource.node, buildAnnotation.generatorBehavior) ?? 'unspecified';
  const [match, ...others] = list.withAnyId(id);
  if (match === undefined) {
    if (behavior === 'merge' || behavior === 'replace') throw absent(id, behavior);
    list.append(resource);
    return;
  }
  if (others.length > 0) throw ambiguous([match, ...others], id);
  if (behavior === 'merge' || behavior === 'replace') keepStory(resource, match);
  if (behavior === 'merge') mergeInto(resource, match);
  else if (behavior === 'replace') takeMetadata(resource, match);
  else throw present(id, behavior, match);
  requirePresent(list, resource);
  list.replace(match, resource);
}

/** An object that was found by what it was once called cannot be replaced by that. */
function requirePresent(list: ResourceList, resource: Resource): void {
  const id = currentId(resource);
  if (list.withCurrentId(id).length > 0) return;
  throw buildError('kustomize-no-match', `cannot find resource with id ${renderId(id)} to replace`, {
    hint: 'Patches have made something else of it: generate it above them, or under its new name.',
  });
}

/** The object is still the one that was there; what was generated is a change to it. */
function keepStory(resource: Resource, match: Resource): void {
  resource.changes = [...match.changes, ...resource.changes];
  resource.origin = match.origin;
}

function mergeInto(resource: Resource, match: Resource): void {
  const origin = annotation(match.node, ORIGIN_ANNOTATION);
  takeMetadata(resource, match);
  mergeTexts(resource.node, match.node, 'data');
  mergeTexts(resource.node, match.node, 'binaryData');
  if (origin === undefined) return;
  const annotations = readTextMap(resource.node, 'annotations');
  writeTextMap(resource.node, 'annotations', annotations.set(ORIGIN_ANNOTATION, origin));
}

function mergeTexts(node: YamlNode, base: YamlNode, name: 'data' | 'binaryData'): void {
  const texts = new Map([...readTexts(base, name), ...readTexts(node, name)]);
  removeField(node, name);
  replaceTexts(node, name, texts);
}

function readTexts(node: YamlNode, name: string): ReadonlyMap<string, string> {
  const data = field(node, name);
  if (data?.kind !== 'mapping') return new Map();
  return new Map(data.keys.map((key, index) => [keyText(key), textOf(data.items[index])]));
}

function absent(id: ResourceId, behavior: string): Error {
  return buildError('kustomize-no-match', `id ${goSyntax(id)} does not exist; cannot merge or replace`, {
    hint: `Nothing called ${JSON.stringify(id.name)} is loaded that the generator could ${behavior}; remove "behavior".`,
  });
}

function present(id: ResourceId, behavior: string, other: Resource): Error {
  const place = other.origin === undefined ? '' : ` in ${other.origin.file}:${other.origin.line}`;
  return buildError(
    'kustomize-duplicate-id',
    `id ${goSyntax(id)} exists; can not use behavior: '${behavior}', behavior must be merge or replace`,
    { hint: `There is a ${id.kind} ${JSON.stringify(id.name)} already${place}; set "behavior" or change the name.` },
  );
}

function ambiguous(matches: readonly Resource[], id: ResourceId): Error {
  const texts = matches.map(({ view }) => nodeText(view));
  return buildError(
    'kustomize-many-matches',
    `found multiple objects [${texts.join(' ')}] that could accept merge of ${renderId(id)}`,
  );
}

/** An id in Go's syntax. */
function goSyntax({ group, version, kind, clusterScoped, name, namespace }: ResourceId): string {
  const gvk = `Group:${goQuote(group)}, Version:${goQuote(version)}, Kind:${goQuote(kind)}, isClusterScoped:${clusterScoped}`;
  return `resid.ResId{Gvk:resid.Gvk{${gvk}}, Name:${goQuote(name)}, Namespace:${goQuote(namespace)}}`;
}
