import type { ReconcileContext } from '@gotk/controller-runtime';
import type { GitRemote } from '@gotk/git';
import { type GoUrl, parseGoUrl } from '@gotk/go-url';
import { readProxySecret } from '../../access/read-proxy-secret.js';
import { readSecret, type SecretData } from '../../access/read-secret.js';
import { EncryptedKey, resolveGitRemote } from '../../access/resolve-git-remote.js';
import { SourceFailure } from '../../conditions/source-failure.js';
import type { SourceDeps } from '../../source-deps.js';
import type { GitRepository } from '../parse-git-repository.js';
import { applyProvider } from './apply-provider.js';

type Context = ReconcileContext<GitRepository>;

/** Reads what the object says on where its repository is and how to get in. */
export async function resolveRemote(deps: SourceDeps, context: Context): Promise<GitRemote> {
  const { url, secretName = '' } = context.object.decoded;
  const proxyUrl = await resolveProxy(context);
  const parsedUrl = requireUrl(url);
  const secret = await readCredentials(context);
  const fullName = `${context.key.namespace}/${secretName}`;
  return told('failed to configure authentication options', () => {
    const remote = resolveGitRemote({ url, parsedUrl, secret, secretName: fullName, proxyUrl });
    return applyProvider(deps, context, { remote, secret, secretName: fullName });
  });
}

async function resolveProxy(context: Context): Promise<string | undefined> {
  const { proxySecretName } = context.object.decoded;
  if (proxySecretName === undefined) return undefined;
  return told('failed to configure proxy options', () => readProxySecret(context, proxySecretName));
}

async function readCredentials(context: Context): Promise<SecretData> {
  const { secretName } = context.object.decoded;
  if (secretName === undefined) return new Map();
  try {
    return await readSecret(context, secretName);
  } catch (cause) {
    // Said twice by Flux as well.
    const failed = `failed to get secret '${context.key.namespace}/${secretName}'`;
    throw authenticationFailed(`${failed}: ${failed}: ${messageOf(cause)}`, cause);
  }
}

function requireUrl(url: string): GoUrl {
  try {
    return parseGoUrl(url);
  } catch (cause) {
    const message = `failed to parse url '${url}': ${messageOf(cause)}`;
    throw new SourceFailure({ kind: 'stalled', condition: 'FetchFailed', reason: 'URLInvalid', message, cause });
  }
}

async function told<T>(context: string, run: () => Promise<T> | T): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (cause instanceof SourceFailure) throw cause;
    const message = cause instanceof EncryptedKey ? cause.message : `${context}: ${messageOf(cause)}`;
    throw authenticationFailed(message, cause);
  }
}

function authenticationFailed(message: string, cause: unknown): SourceFailure {
  return new SourceFailure({ kind: 'retry', condition: 'FetchFailed', reason: 'AuthenticationFailed', message, cause });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
