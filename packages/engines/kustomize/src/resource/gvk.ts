/** Group, version and kind; empty where they are not known or not asked for. */
export interface Gvk {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** `group/version`, or `version` in the core group. */
export function apiVersionOf({ group, version }: Gvk): string {
  return group === '' ? version : `${group}/${version}`;
}

/** Group and version of an apiVersion. */
export function splitApiVersion(apiVersion: string): readonly [group: string, version: string] {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? ['', apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
}

/** `Deployment.v1.apps`, as messages name a kind. */
export function renderGvk({ group, version, kind }: Gvk): string {
  return `${kind || '[noKind]'}.${version || '[noVer]'}.${group || '[noGrp]'}`;
}

/** Whether `selector` takes `gvk`: its empty fields take anything. */
export function gvkSelected(gvk: Gvk, selector: Gvk): boolean {
  return (
    (selector.kind === '' || selector.kind === gvk.kind) &&
    (selector.group === '' || selector.group === gvk.group) &&
    (selector.version === '' || selector.version === gvk.version)
  );
}

/** Whether two kinds are the same in all parts. */
export function gvkEquals(a: Gvk, b: Gvk): boolean {
  return a.kind === b.kind && a.group === b.group && a.version === b.version;
}
