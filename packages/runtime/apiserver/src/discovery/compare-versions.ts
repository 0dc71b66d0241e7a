const VERSION = /^v([1-9]\d*)(?:(alpha|beta)([1-9]\d*))?$/;
const STAGES = ['alpha', 'beta', undefined];

/** Orders versions as Kubernetes prefers them: stable before beta before alpha, newer before older, other texts last. */
export function compareVersions(a: string, b: string): number {
  const [first, second] = [VERSION.exec(a), VERSION.exec(b)];
  if (first === null || second === null) {
    if (first !== null) return -1;
    if (second !== null) return 1;
    return a < b ? -1 : a > b ? 1 : 0;
  }
  const stages = STAGES.indexOf(second[2]) - STAGES.indexOf(first[2]);
  if (stages !== 0) return stages;
  const majors = Number(second[1]) - Number(first[1]);
  return majors === 0 ? Number(second[3] ?? 0) - Number(first[3] ?? 0) : majors;
}
