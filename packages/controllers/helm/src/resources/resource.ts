import { type KubeObject, keyOf, type ObjectKey, parseApiVersion } from '@gotk/objects';

/** An object of a manifest whose kind the cluster knows, with its namespace. */
export interface Resource {
  readonly object: KubeObject;
  readonly key: ObjectKey;
}

/** The resource of an object. */
export function resourceOf(object: KubeObject): Resource {
  return { object, key: keyOf(object) };
}

/** `apps/v1, Kind=Deployment`, as Go prints it. */
export function renderGvk({ apiVersion, kind }: ObjectKey): string {
  const { group, version } = parseApiVersion(apiVersion);
  return `${group}/${version}, Kind=${kind}`;
}

/** Whether both are the same object, in whichever version. */
export function isSameResource(a: ObjectKey, b: ObjectKey): boolean {
  return (
    a.name === b.name &&
    (a.namespace ?? '') === (b.namespace ?? '') &&
    a.kind === b.kind &&
    parseApiVersion(a.apiVersion).group === parseApiVersion(b.apiVersion).group
  );
}

/** Identity, version included. */
export function resourceId({ apiVersion, kind, namespace = '', name }: ObjectKey): string {
  return JSON.stringify([apiVersion, kind, namespace, name]);
}

/** Attributes by which log lines name an object. */
export function logNames({ key }: Resource): {
  readonly namespace: string;
  readonly name: string;
  readonly gvk: string;
} {
  return { namespace: key.namespace ?? '', name: key.name, gvk: renderGvk(key) };
}
