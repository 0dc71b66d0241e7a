import { createDispatcherPool } from '@gotk/http';
import { hasErrorCode } from '@gotk/located-error';
import type { Dispatcher } from 'undici';
import type { GitRemote } from '../client/git-remote.js';
import { parseLsRefs, renderLsRefs } from '../protocol/ls-refs.js';
import { protocolError } from '../protocol/packet-line.js';
import { objectFormatOf, parseAdvertisement } from '../protocol/parse-advertisement.js';
import type { RemoteRefs } from '../protocol/remote-refs.js';
import { discover, type HttpEndpoint, postCommand } from './http-remote.js';

/** The refs of a remote, and where it was found. */
export interface ListedHttpRefs {
  readonly endpoint: HttpEndpoint;
  readonly refs: RemoteRefs;
}

export interface ListHttpRefsOptions {
  /** Only refs that begin with one of these, where the server can filter; none: all. */
  readonly prefixes: readonly string[];
  readonly dispatcher: Dispatcher;
}

/**
 * The refs of a remote over smart HTTP: one round trip with old servers, two with version 2, no process.
 *
 * Connections that were kept from an earlier time may be dead by now, so what fails on the way is tried once more on a
 * new one.
 */
export async function listHttpRefs(
  remote: GitRemote,
  options: ListHttpRefsOptions,
  signal: AbortSignal,
): Promise<ListedHttpRefs> {
  try {
    return await tryListHttpRefs(remote, options, signal);
  } catch (error) {
    if (signal.aborted || !hasErrorCode(error, 'git-network')) throw error;
    return retryOnNewConnection(remote, options.prefixes, signal);
  }
}

async function retryOnNewConnection(
  remote: GitRemote,
  prefixes: readonly string[],
  signal: AbortSignal,
): Promise<ListedHttpRefs> {
  const pool = createDispatcherPool();
  try {
    const dispatcher = pool.dispatcherFor(remote, remote.url.startsWith('https:') ? 'https:' : 'http:');
    return await tryListHttpRefs(remote, { prefixes, dispatcher }, signal);
  } finally {
    await pool.close();
  }
}

async function tryListHttpRefs(
  remote: GitRemote,
  { prefixes, dispatcher }: ListHttpRefsOptions,
  signal: AbortSignal,
): Promise<ListedHttpRefs> {
  const { endpoint, body } = await discover(remote, dispatcher, signal);
  const advertisement = parseAdvertisement(body);
  if (advertisement.version === 0) return { endpoint, refs: advertisement.refs };
  const { capabilities } = advertisement;
  if (!capabilities.has('ls-refs')) throw protocolError('server does not support ls-refs');
  const objectFormat = objectFormatOf(capabilities);
  const request = renderLsRefs({
    prefixes,
    objectFormat: capabilities.has('object-format') ? objectFormat : undefined,
  });
  const answer = await postCommand(endpoint, { body: request, dispatcher }, signal);
  return { endpoint, refs: parseLsRefs(answer, objectFormat) };
}
