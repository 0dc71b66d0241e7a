import { type FluxKind, findFluxKind, type KindInfo } from '@gotk/flux-types';
import { fieldOf, type KindRef, type KubeObject, type ObjectKey } from '@gotk/objects';

/** The kind in its present version. */
export function kindRef(kind: FluxKind): KindRef {
  const { group, version } = kindInfo(kind);
  return { apiVersion: `${group}/${version}`, kind };
}

/** The key of an object of a Flux kind. */
export function objectKey(kind: FluxKind, namespace: string, name: string): ObjectKey {
  return { ...kindRef(kind), namespace, name };
}

/** What the table of kinds knows of it. */
export function kindInfo(kind: FluxKind): KindInfo {
  const info = findFluxKind(kind);
  if (info === undefined) throw new RangeError(`${kind} is not a Flux kind`);
  return info;
}

/** Whether nothing reconciles the object: it has no status to wait for. */
export function isStatic(object: KubeObject): boolean {
  if (object.kind === 'Alert' || object.kind === 'Provider') return true;
  return object.kind === 'HelmRepository' && textAt(object, 'spec', 'type') === 'oci';
}

/** `spec.suspend`; ArtifactGenerators are switched off by an annotation instead. */
export function isSuspended(object: KubeObject): boolean {
  if (object.kind === 'ArtifactGenerator') {
    return object.metadata.annotations?.['source.extensions.fluxcd.io/reconcile']?.toLowerCase() === 'disabled';
  }
  return fieldOf(object, 'spec', 'suspend') === true;
}

/** The text at `path`, or an empty one. */
export function textAt(object: unknown, ...path: readonly string[]): string {
  const value = fieldOf(object, ...path);
  return typeof value === 'string' ? value : '';
}
