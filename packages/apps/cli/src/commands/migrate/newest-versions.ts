import { fluxKinds } from '@gotk/flux-types';

/** Minor versions of Flux that files can be migrated to, the newest first. */
export const supportedVersions: readonly string[] = ['2.9', '2.8', '2.7', '2.6'];

/** Kinds that were in another version at the time. */
const OF_2_6: Readonly<Record<string, string>> = {
  ImageRepository: 'v1beta2',
  ImagePolicy: 'v1beta2',
  ImageUpdateAutomation: 'v1beta2',
};
/** Kinds that came later. */
const AFTER_2_6: ReadonlySet<string> = new Set(['ArtifactGenerator']);

/**
 * The version that a kind had in a version of Flux; `undefined` for kinds that are not of Flux.
 *
 * @param fluxVersion empty for the newest.
 */
export function newestVersion(
  { group, kind }: { readonly group: string; readonly kind: string },
  fluxVersion: string,
): string | undefined {
  const found = fluxKinds.find((each) => each.group === group && each.kind === kind);
  if (found === undefined || !group.endsWith('.fluxcd.io')) return undefined;
  if (fluxVersion !== '2.6') return found.version;
  return AFTER_2_6.has(kind) ? undefined : (OF_2_6[kind] ?? found.version);
}
