import { LocatedError } from '@gotk/located-error';
import { GitProcessError } from '../process/git-process-error.js';
import { runGit } from '../process/run-git.js';
import { isRefName } from '../protocol/ref-name.js';
import { describeSshError } from '../ssh/describe-ssh-error.js';
import type { BareRepository } from './bare-repository.js';
import type { GitRemote } from './git-remote.js';
import { redactUrl } from './redact-url.js';
import type { RemoteAccess } from './remote-access.js';

export interface FetchRefsOptions {
  readonly access: RemoteAccess;
  /** Names of refs, patterns that end in `/*`, or hashes. Refs are stored under the same name. */
  readonly refs: readonly string[];
  /** Commits of each history; absent: all of them. */
  readonly depth?: number;
  /** Commits alone, without trees and files, where the server can do that. */
  readonly commitsOnly?: boolean;
}

/** Under which name a commit that was fetched by its hash is found. */
export const HASH_REF = 'refs/gotk/commit';

/** Under which name a ref is found after {@link fetchRefs}. */
export function localRefOf(ref: string): string {
  return ref.startsWith('refs/') ? ref : `refs/gotk/${ref}`;
}

/**
 * Fetches refs into a bare repository.
 * @throws LocatedError `git-ref-not-found`, `git-object-refused`, `git-network`, `git-authentication`, `git-repository-not-found`.
 */
export async function fetchRefs(
  { gitDir }: BareRepository,
  options: FetchRefsOptions & { readonly remote: GitRemote },
  signal: AbortSignal,
): Promise<void> {
  const { access, refs, depth, commitsOnly = false, remote } = options;
  const settings = [
    ...access.settings,
    ['fetch.unpackLimit', '1'],
    ['transfer.fsckObjects', 'false'],
    ['remote.origin.url', access.url],
  ] as const;
  const args = [
    'fetch',
    '--quiet',
    '--no-tags',
    '--no-write-fetch-head',
    '--no-auto-maintenance',
    '--no-recurse-submodules',
    '--force',
    ...(depth === undefined ? [] : [`--depth=${depth}`]),
    ...(commitsOnly ? ['--filter=tree:0'] : []),
    'origin',
    ...refs.map(refspecFor),
  ];
  try {
    await runGit({ args, settings, variables: { ...access.variables, GIT_DIR: gitDir } }, signal);
  } catch (error) {
    throw error instanceof GitProcessError ? fetchError(error, remote) : error;
  }
}

function refspecFor(ref: string): string {
  if (/^[0-9a-f]{40,64}$/.test(ref)) return `+${ref}:${HASH_REF}`;
  if (!isRefName(ref.replace(/\/\*$/, ''))) throw refNotFound(ref);
  return `+${ref}:${localRefOf(ref)}`;
}

function fetchError(error: GitProcessError, remote: GitRemote): LocatedError {
  const { stderr } = error;
  const missing = /couldn't find remote ref (\S+)/.exec(stderr)?.[1];
  if (missing !== undefined) return refNotFound(missing);
  if (/not our ref|unadvertised object|upload-pack: not our/i.test(stderr)) {
    return new LocatedError({ code: 'git-object-refused', message: 'object not found', cause: error });
  }
  return describeSshError(stderr, remote) ?? unknownError(error, remote);
}

function refNotFound(ref: string): LocatedError {
  return new LocatedError({
    code: 'git-ref-not-found',
    message: `couldn't find remote ref ${JSON.stringify(ref)}`,
    hint: 'Check the branch, tag or name under spec.ref.',
  });
}

/** The last thing Git said, without what may be secret in it. */
function unknownError(error: GitProcessError, remote: GitRemote): LocatedError {
  const lines = error.stderr.split('\n').filter((line) => /^(fatal|error|remote):/.test(line));
  const last = lines.at(-1)?.replace(/^(fatal|error): /, '') ?? error.message;
  return new LocatedError({
    code: 'git-network',
    message: redactSecrets(last, remote),
    cause: new Error(error.message),
  });
}

function redactSecrets(text: string, { auth, proxyUrl }: GitRemote): string {
  const secrets = [
    ...(auth?.kind === 'basic' ? [auth.password] : []),
    ...(auth?.kind === 'bearer' ? [auth.token] : []),
    ...(proxyUrl === undefined ? [] : [new URL(proxyUrl).password]),
  ];
  const redacted = text.replaceAll(/[a-z+]+:\/\/[^\s'"]+/g, (url) => redactUrl(url));
  return secrets
    .filter((secret) => secret !== '')
    .reduce((shown, secret) => shown.replaceAll(secret, 'xxxxx'), redacted);
}
