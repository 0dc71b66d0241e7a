import { LocatedError } from '@gotk/located-error';
import type { GitRemote } from './git-remote.js';
import type { ClientParts, ListedRefs } from './list-refs.js';
import { type Target, tagsOf } from './resolve-target.js';

export function parseSemverRange(text: string): string {
  return text;
}

export async function chooseSemverTag(
  _parts: ClientParts,
  { listed, range }: { listed: ListedRefs; remote: GitRemote; range: string },
  _signal: AbortSignal,
): Promise<Target> {
  tagsOf(listed.refs);
  throw new LocatedError({ code: 'git-semver', message: `no match found for semver: ${range}` });
}
