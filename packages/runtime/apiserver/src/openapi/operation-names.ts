/** The part of an operation's id that tells the group and, where it has one, the version: `CoreV1`, `RbacAuthorizationV1`. */
export function operationPrefix(group: string, version = ''): string {
  return [...partsOf(group), version].map(capitalized).join('');
}

/** What operations of a group and version are filed under: `core_v1`, `rbacAuthorization_v1`, `apps`. */
export function operationTag(group: string, version = ''): string {
  const [first = '', ...others] = partsOf(group);
  return `${first}${others.map(capitalized).join('')}${version === '' ? '' : `_${version}`}`;
}

/** Kubernetes' own groups are named without the domain. */
function partsOf(group: string): readonly string[] {
  if (group === '') return ['core'];
  return group.replace(/\.k8s\.io$/, '').split(/[.-]/);
}

/** The word as it stands within an id. */
export function capitalized(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}
