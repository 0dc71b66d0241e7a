import { hasErrorCode, LocatedError } from '@gotk/located-error';
import { type ObjectReader, openObjectReader } from '../objects/open-object-reader.js';
import { type GitCommit, type GitTag, parseCommit, parseTag } from '../objects/parse-commit.js';
import type { TreeLimits } from '../objects/read-tree.js';
import type { ObjectFormat } from '../protocol/remote-refs.js';
import { type BareRepository, createBareRepository } from './bare-repository.js';
import type { ClosingStack } from './closing-stack.js';
import { fetchRefs, localRefOf } from './fetch-refs.js';
import type { GitRemote } from './git-remote.js';
import type { RemoteAccess } from './remote-access.js';

const MAX_TAG_DEPTH = 8;

/** A commit to fetch: by a ref, or by its hash from the history of some refs. */
export type Wanted = { readonly ref: string } | { readonly hash: string; readonly among: readonly string[] };

export interface OpenCommitOptions {
  readonly remote: GitRemote;
  readonly access: RemoteAccess;
  readonly temporaryFolder: string;
  readonly objectFormat: ObjectFormat;
  readonly wanted: Wanted;
  readonly limits: TreeLimits;
}

/** What opened repositories have in common. */
export interface OpenedCommit {
  readonly gitDir: string;
  readonly reader: ObjectReader;
  readonly commit: GitCommit;
  /** The annotated tag that led to the commit. */
  readonly tag: GitTag | undefined;
}

/**
 * Fetches one commit without its history into a repository of its own.
 *
 * @param stack takes over what has been opened, also when this fails.
 */
export async function openCommit(
  options: OpenCommitOptions,
  stack: ClosingStack,
  signal: AbortSignal,
): Promise<OpenedCommit> {
  const { temporaryFolder, objectFormat, wanted, limits } = options;
  const repository = await createBareRepository(temporaryFolder, objectFormat);
  stack.add(repository.remove);
  await fetchWanted(repository, options, signal);
  const reader = openObjectReader({ gitDir: repository.gitDir, maxBlobBytes: limits.maxFileBytes }, signal);
  stack.add(reader.close);
  const found = await readCommit(reader, 'ref' in wanted ? localRefOf(wanted.ref) : wanted.hash);
  return { gitDir: repository.gitDir, reader, ...found };
}

async function fetchWanted(
  repository: BareRepository,
  { remote, access, wanted }: OpenCommitOptions,
  signal: AbortSignal,
): Promise<void> {
  if ('ref' in wanted) return fetchRefs(repository, { remote, access, refs: [wanted.ref], depth: 1 }, signal);
  try {
    await fetchRefs(repository, { remote, access, refs: [wanted.hash], depth: 1 }, signal);
  } catch (error) {
    // Old servers give out only what refs lead to.
    if (!hasErrorCode(error, 'git-object-refused')) throw error;
    await fetchRefs(repository, { remote, access, refs: wanted.among }, signal);
  }
}

async function readCommit(
  reader: ObjectReader,
  name: string,
): Promise<{ readonly commit: GitCommit; readonly tag: GitTag | undefined }> {
  let tag: GitTag | undefined;
  let next = name;
  for (let depth = 0; depth < MAX_TAG_DEPTH; depth++) {
    const object = await reader.read(next);
    if (object?.type === 'commit') return { commit: parseCommit(object.hash, object.content), tag };
    if (object?.type !== 'tag') break;
    const parsed = parseTag(object.hash, object.content);
    tag ??= parsed;
    next = parsed.target;
  }
  throw new LocatedError({ code: 'git-object-missing', message: 'object not found' });
}
