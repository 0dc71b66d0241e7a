import { matchName } from '@gotk/file-tree';

/** One line of an ignore file. */
export interface IgnorePattern {
  /** Folder of the file that holds the line, as segments; the pattern is for paths below it. */
  readonly domain: readonly string[];
  /** Whether what matches is taken back in (`!`). */
  readonly includes: boolean;
  /** Whether it is for directories and what they hold only (a trailing `/`). */
  readonly directoriesOnly: boolean;
  readonly segments: readonly string[];
}

/** Parses one line, which is neither blank nor a comment. */
export function parseIgnorePattern(line: string, domain: readonly string[] = []): IgnorePattern {
  const includes = line.startsWith('!');
  const unmarked = includes ? line.slice(1) : line;
  const trimmed = unmarked.endsWith('\\ ') ? unmarked : unmarked.replace(/ +$/, '');
  const directoriesOnly = trimmed.endsWith('/');
  return { domain, includes, directoriesOnly, segments: (directoriesOnly ? trimmed.slice(0, -1) : trimmed).split('/') };
}

/**
 * Whether the pattern matches a path or a directory above it, by the rules of go-git, which Flux uses. They differ from git's in
 * details: `**` counts only as a whole segment, and a path can be taken back in below an ignored directory.
 */
export function matchesIgnorePattern(pattern: IgnorePattern, path: readonly string[], isDirectory: boolean): boolean {
  const { domain } = pattern;
  if (path.length <= domain.length || domain.some((segment, index) => path[index] !== segment)) return false;
  const below = path.slice(domain.length);
  return pattern.segments.length === 1
    ? matchesAnySegment(pattern, below, isDirectory)
    : matchesPath(pattern, below, isDirectory);
}

function matchesAnySegment(
  { segments, directoriesOnly }: IgnorePattern,
  path: readonly string[],
  isDirectory: boolean,
): boolean {
  const at = path.findIndex((name) => matchName(segments[0] ?? '', name));
  if (at === -1) return false;
  return !(directoriesOnly && !isDirectory && at === path.length - 1);
}

function matchesPath(
  { segments, directoriesOnly }: IgnorePattern,
  path: readonly string[],
  isDirectory: boolean,
): boolean {
  let matched = false;
  let skips = false;
  let position = 0;
  for (const [index, segment] of segments.entries()) {
    if (segment === '') {
      skips = false;
      continue;
    }
    if (segment === '**') {
      if (index === segments.length - 1) break;
      skips = true;
      continue;
    }
    if (segment.includes('**') || position >= path.length) return false;
    const at = skips ? path.findIndex((name, place) => place >= position && matchName(segment, name)) : position;
    if (!skips && !matchName(segment, path[position] ?? '')) return false;
    matched = at !== -1;
    position = at === -1 ? path.length : at + 1;
    skips = false;
  }
  return matched && !(directoriesOnly && !isDirectory && position >= path.length);
}
