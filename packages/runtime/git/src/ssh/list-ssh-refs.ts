import type { GitRemote } from '../client/git-remote.js';
import type { RemoteAccess } from '../client/remote-access.js';
import { GitProcessError } from '../process/git-process-error.js';
import { runGit } from '../process/run-git.js';
import { protocolError } from '../protocol/packet-line.js';
import type { RemoteRef, RemoteRefs } from '../protocol/remote-refs.js';
import { describeSshError } from './describe-ssh-error.js';

const PEELED = '^{}';

/** The refs of a remote over SSH, all of them: one run of `git ls-remote`. */
export async function listSshRefs(remote: GitRemote, access: RemoteAccess, signal: AbortSignal): Promise<RemoteRefs> {
  const args = ['ls-remote', '--quiet', '--symref', '--', access.url];
  try {
    const { settings, variables } = access;
    const output = await runGit({ args, cwd: '/', settings, variables }, signal);
    return parseLsRemote(output.toString('utf8'));
  } catch (error) {
    if (!(error instanceof GitProcessError)) throw error;
    throw describeSshError(error.stderr, remote) ?? protocolError(lastLine(error.stderr));
  }
}

/** Parses the output of `git ls-remote --symref`. */
export function parseLsRemote(output: string): RemoteRefs {
  const refs = new Map<string, RemoteRef>();
  const targets = new Map<string, string>();
  for (const line of output.split('\n')) {
    const [value = '', name = ''] = line.split('\t');
    if (value.startsWith('ref: ')) targets.set(name, value.slice('ref: '.length));
    else if (name.endsWith(PEELED)) addPeeled(refs, name.slice(0, -PEELED.length), value);
    else if (name !== '') refs.set(name, withTarget(value, targets.get(name)));
  }
  const [first] = refs.values();
  return { objectFormat: first?.hash.length === 64 ? 'sha256' : 'sha1', refs };
}

function addPeeled(refs: Map<string, RemoteRef>, name: string, peeled: string): void {
  const tag = refs.get(name);
  if (tag !== undefined) refs.set(name, { ...tag, peeled });
}

function withTarget(hash: string, target: string | undefined): RemoteRef {
  return target === undefined ? { hash } : { hash, target };
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
