import type { ObjectChange, ObjectOrigin } from '../built-object.js';
import { hasContent } from '../node/node-state.js';
import { copyNode, emptyNode, type YamlNode } from '../node/yaml-node.js';
import type { BuildSchema } from '../schema/build-schema.js';
import { buildAnnotation, ENABLED } from './build-annotations.js';
import { splitApiVersion } from './gvk.js';
import { annotation, metadataText, setAnnotation } from './metadata-fields.js';
import { effectiveNamespace, type ResourceId } from './resource-id.js';
import { apiVersionText, kindText } from './type-fields.js';

/** An object of a build with what the build knows about it. */
export interface Resource {
  /** The object itself; a node without content once a patch has deleted it. */
  node: YamlNode;
  /** Says which kinds have namespaces. */
  readonly schema: BuildSchema;
  /** Names of the vars that take their value from this object. */
  varNames: readonly string[];
  /** Where it was written; `undefined` for what a plugin made. */
  origin: ObjectOrigin | undefined;
  /** What changed it, where the build is asked to explain. */
  changes: readonly ObjectChange[];
}

/** A resource that has had no part in a build yet. */
export function newResource(node: YamlNode, schema: BuildSchema, origin?: ObjectOrigin): Resource {
  return { node, schema, varNames: [], origin, changes: [] };
}

/** A copy that shares nothing. */
export function copyResource(resource: Resource): Resource {
  return { ...resource, node: copyNode(resource.node) };
}

/** Whether anything is left of the object. */
export function isPresent(resource: Resource): boolean {
  return hasContent(resource.node);
}

/** Marks the object as deleted; it leaves the build at the end of the step. */
export function deleteResource(resource: Resource): void {
  resource.node = emptyNode('none');
}

/** The id that the object has now. */
export function currentId({ node, schema }: Resource): ResourceId {
  const apiVersion = apiVersionText(node);
  const kind = kindText(node);
  const [group, version] = splitApiVersion(apiVersion);
  return {
    group,
    version,
    kind,
    name: metadataText(node, 'name'),
    namespace: metadataText(node, 'namespace'),
    clusterScoped: schema.isClusterScoped(apiVersion, kind),
  };
}

/**
 * The ids that the object has had, oldest first. Their namespaces are the effective ones.
 * @throws when the object came with annotations of a build that contradict one another.
 */
export function previousIds({ node }: Pick<Resource, 'node'>): readonly ResourceId[] {
  const names = annotation(node, buildAnnotation.previousNames);
  if (names === undefined) return [];
  const namespaces = (annotation(node, buildAnnotation.previousNamespaces) ?? '').split(',');
  const kinds = (annotation(node, buildAnnotation.previousKinds) ?? '').split(',');
  const [group, version] = splitApiVersion(apiVersionText(node));
  const all = names.split(',');
  if (all.length !== namespaces.length || all.length !== kinds.length) {
    throw new Error('number of previous names, number of previous namespaces, number of previous kinds not equal');
  }
  return all.map((name, index) => ({
    group,
    version,
    kind: kinds[index] ?? '',
    name,
    namespace: namespaces[index] ?? '',
    clusterScoped: false,
  }));
}

/** The id that the object came with. */
export function originalId(resource: Resource): ResourceId {
  return previousIds(resource)[0] ?? currentId(resource);
}

/** Notes the id of now as a previous one, before an edit changes it. */
export function storePreviousId(resource: Resource): void {
  const id = currentId(resource);
  appendToList(resource, buildAnnotation.previousNames, id.name);
  appendToList(resource, buildAnnotation.previousNamespaces, effectiveNamespace(id));
  appendToList(resource, buildAnnotation.previousKinds, id.kind);
}

/** Adds to a list that an annotation keeps between commas; an empty text is left out. */
export function appendToList({ node }: Resource, name: string, value: string): void {
  if (value === '') return;
  const current = annotation(node, name);
  setAnnotation(node, name, current === undefined ? value : `${current},${value}`);
}

/** The list that an annotation keeps between commas. */
export function readList({ node }: Resource, name: string): readonly string[] {
  return annotation(node, name)?.split(',') ?? [];
}

/** Whether one of the build's flags stands at the object. */
export function isEnabled({ node }: Resource, name: string): boolean {
  return annotation(node, name) === ENABLED;
}
