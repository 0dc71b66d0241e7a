import { LocatedError } from '@gotk/located-error';
import type { GitAuth, GitRemote } from './git-remote.js';

/** Path → URL of the submodules that `.gitmodules` names, as `git config -z --get-regexp` printed it. */
export function parseSubmodules(output: string): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  const urls = new Map<string, string>();
  for (const record of output.split('\0')) {
    const newline = record.indexOf('\n');
    const [, name, key] = /^submodule\.(.*)\.(path|url)$/s.exec(record.slice(0, newline)) ?? [];
    if (newline === -1 || name === undefined) continue;
    (key === 'path' ? paths : urls).set(name, record.slice(newline + 1));
  }
  const found = new Map<string, string>();
  for (const [name, path] of paths) {
    const url = urls.get(name);
    if (url !== undefined) found.set(path.replace(/\/+$/, ''), url);
  }
  return found;
}

/**
 * The remote of a submodule: a relative URL is resolved against the parent's, and the parent's credentials go along only
 * to the same host.
 *
 * @throws LocatedError `git-submodule-url` for schemes other than http, https and ssh.
 */
export function submoduleRemote(parent: GitRemote, url: string): GitRemote {
  const resolved = resolveSubmoduleUrl(parent.url, url);
  const { protocol, host } = new URL(resolved);
  const parentUrl = new URL(parent.url);
  const sameHost = protocol === parentUrl.protocol && host === parentUrl.host;
  const auth: GitAuth = sameHost || sshOnBoth(parent, protocol) ? (parent.auth ?? { kind: 'none' }) : { kind: 'none' };
  return {
    url: resolved,
    auth,
    ...(parent.tls !== undefined && { tls: tlsFor(parent.tls, sameHost) }),
    ...(parent.proxyUrl !== undefined && { proxyUrl: parent.proxyUrl }),
  };
}

/** A key proves who we are without giving itself away, and the host must be a known one. */
function sshOnBoth({ auth }: GitRemote, protocol: string): boolean {
  return auth?.kind === 'ssh' && protocol === 'ssh:';
}

function tlsFor(tls: NonNullable<GitRemote['tls']>, sameHost: boolean): NonNullable<GitRemote['tls']> {
  const { certificateAuthorities } = tls;
  if (sameHost) return tls;
  return certificateAuthorities === undefined ? {} : { certificateAuthorities };
}

function resolveSubmoduleUrl(parent: string, url: string): string {
  if (url.startsWith('./') || url.startsWith('../')) {
    return new URL(`${parent.replace(/\/+$/, '')}/${url}`).href;
  }
  const [, user, host, path] = /^(?:([\w.-]+)@)?(\w[\w.-]*):(?!\/\/|:)(.+)$/.exec(url) ?? [];
  const full = host === undefined ? url : `ssh://${user ?? 'git'}@${host}/${path?.replace(/^\//, '')}`;
  if (/^(https?|ssh):\/\//.test(full) && URL.canParse(full)) return full;
  throw new LocatedError({
    code: 'git-submodule-url',
    message: `submodule URL ${JSON.stringify(url)} is not supported`,
    at: { file: '.gitmodules' },
    hint: 'Use an http, https or ssh URL, or one relative to the repository.',
  });
}
