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

type GroupVersion = readonly [group: string, version: string];

/** By apiVersion: there are few, and each is asked for again and again. */
const splits = new Map<string, GroupVersion>();
const MAX_SPLITS = 1_000;

/** Group and version of an apiVersion. */
export function splitApiVersion(apiVersion: string): GroupVersion {
  const known = splits.get(apiVersion);
  if (known !== undefined) return known;
  const slash = apiVersion.indexOf('/');
  const split: GroupVersion =
    slash === -1 ? ['', apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
  if (splits.size < MAX_SPLITS) splits.set(apiVersion, split);
  return split;
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
