import { isTimeout } from '@gotk/http';
import { LocatedError } from '@gotk/located-error';
import { redactUrl } from './redact-url.js';

/** Runs a part of a fetch; what goes wrong is said with its place: `unable to clone 'https://…': …`. */
export async function wrapErrors<T>(
  action: 'list remote for' | 'clone',
  url: string,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw wrapError(action, url, error);
  }
}

/** The error for a branch or tag that a clone does not find. */
export function cloneError(url: string, ref: string): unknown {
  return wrapError('clone', url, refNotFound(ref));
}

/** The error for a ref that the remote does not have. */
export function refNotFound(ref: string): LocatedError {
  return new LocatedError({
    code: 'git-ref-not-found',
    message: `couldn't find remote ref ${JSON.stringify(ref)}`,
    hint: 'Check the branch, tag or name under spec.ref.',
  });
}

/** The error for `spec.ref.name` that the remote does not have. */
export function refNotResolved(name: string): LocatedError {
  return new LocatedError({
    code: 'git-ref-not-resolved',
    message: `unable to resolve ref '${name}' to a specific commit`,
    hint: 'Check spec.ref.name; it is the full name of a ref, such as refs/heads/main.',
  });
}

/** @param listed whether the refs were asked for on their own, before any cloning. */
export function emptyRepositoryError(url: string, listed: boolean): LocatedError {
  const reason = 'remote repository is empty';
  const shown = redactUrl(url);
  return new LocatedError({
    code: 'git-empty-repository',
    message: listed
      ? `unable to list remote for '${shown}': ${reason}`
      : `unable to clone: ${reason}: git repository: '${shown}'`,
  });
}

/** Whatever is not known to be ours, such as the reason of an abort, is passed on as it is. */
function wrapError(action: string, url: string, error: unknown): unknown {
  const shown = redactUrl(url);
  if (isTimeout(error)) {
    const message = `unable to ${action} '${shown}': context deadline exceeded`;
    return new LocatedError({ code: 'git-timeout', message, cause: error });
  }
  if (!(error instanceof LocatedError)) return error;
  const { code, message, hint } = error;
  return new LocatedError({ code, message: `unable to ${action} '${shown}': ${message}`, hint, cause: error });
}
