import type { RewriteUrl } from '@gotk/http';
import { LocatedError } from '@gotk/located-error';

const GIT_AND_HELM = /^(https?|ssh):$/;
const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;

/** Addresses that begin like this are asked at another place. */
interface Rule {
  readonly prefix: string;
  readonly target: string;
}

/**
 * Reads rules of the form `PREFIX=TARGET`: what is below the address PREFIX is asked below the address TARGET.
 *
 * PREFIX is an address as objects write it: `https://…` and `ssh://…` for Git and Helm, `oci://…` for registries. TARGET
 * may be `http://` as well; a registry that is named by `oci://` is asked over plain HTTP on this machine only. A prefix
 * ends where a part of a path ends; of several, the longest counts. Credentials and certificates that an object names go
 * to the mirror.
 *
 * @returns the rewriting of addresses of requests, among them those that the registry protocol makes of `oci://`.
 * @throws LocatedError `bad-source-mirror`.
 * @example sourceMirrors(['https://github.com/fluxcd=http://127.0.0.1:3000/fluxcd'])('https://github.com/fluxcd/flux2.git')
 */
export function sourceMirrors(texts: readonly string[]): RewriteUrl {
  const rules = texts.flatMap(parseRule).sort((a, b) => b.prefix.length - a.prefix.length);
  return (url) => (rules.length === 0 || !URL.canParse(url) ? url : rewrite(rules, url));
}

/** Rules of a file, one in each line; `#` begins a comment. */
export function parseMirrorFile(text: string): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/(^|\s)#.*$/, '').trim());
  return lines.filter((line) => line !== '');
}

function parseRule(text: string): readonly Rule[] {
  const equals = text.indexOf('=');
  const [prefix, target] = [text.slice(0, equals).trim(), text.slice(equals + 1).trim()];
  if (equals <= 0 || !isAddress(prefix) || !isAddress(target)) throw badRule(text);
  if (!prefix.toLowerCase().startsWith('oci://')) {
    if (!GIT_AND_HELM.test(new URL(target).protocol)) throw badRule(text);
    return [{ prefix: canonical(prefix), target: trimSlashes(target) }];
  }
  if (new URL(target).protocol === 'ssh:') throw badRule(text);
  const rest = registryPath(prefix);
  return ['https', 'http'].map((scheme) => ({
    prefix: canonical(`${scheme}://${rest}`),
    target: registryTarget(target),
  }));
}

function isAddress(text: string): boolean {
  return SCHEME.test(text) && URL.canParse(text) && new URL(text).host !== '' && !/[?#]/.test(text);
}

/** Host and path of what the registry protocol makes of an address. */
function registryPath(address: string): string {
  const [, host = '', path = ''] = /^[a-z]+:\/\/([^/]+)(.*)$/i.exec(trimSlashes(address)) ?? [];
  return `${host === 'docker.io' ? 'index.docker.io' : host}/v2${path}`;
}

function registryTarget(target: string): string {
  const { protocol, hostname } = new URL(target);
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
  const scheme = protocol === 'oci:' ? (isLoopback ? 'http:' : 'https:') : protocol;
  return `${scheme}//${registryPath(target)}`;
}

function rewrite(rules: readonly Rule[], url: string): string {
  const asked = canonical(url);
  const rule = rules.find(({ prefix }) => isBelow(asked, prefix));
  if (rule === undefined) return url;
  return withUser(`${rule.target}${asked.slice(rule.prefix.length)}`, new URL(url));
}

/** The name of a repository may be written with `.git` and without it. */
function isBelow(url: string, prefix: string): boolean {
  return url.startsWith(prefix) && /^(?:$|[/?#]|\.git(?:$|[/?#]))/.test(url.slice(prefix.length));
}

/** Host in lower case, no default port, no user, no slash at the end of the path. */
function canonical(url: string): string {
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  if (parsed.protocol === 'ssh:' && parsed.port === '22') parsed.port = '';
  return parsed.search === '' && parsed.hash === '' ? trimSlashes(parsed.href) : parsed.href;
}

/** The user that the address names, where the mirror is of the same kind and names none. */
function withUser(target: string, { protocol, username, password }: URL): string {
  const parsed = new URL(target);
  const isSame = (protocol === 'ssh:') === (parsed.protocol === 'ssh:');
  if (username === '' || parsed.username !== '' || !isSame) return target;
  parsed.username = username;
  parsed.password = password;
  return parsed.href;
}

function trimSlashes(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === '/') end--;
  return text.slice(0, end);
}

function badRule(text: string): LocatedError {
  return new LocatedError({
    code: 'bad-source-mirror',
    message: `invalid source mirror ${JSON.stringify(text.replace(/\/\/[^/@]*@/g, '//***@'))}`,
    hint: 'Write it as PREFIX=TARGET, such as https://github.com/org=http://127.0.0.1:3000/org or oci://ghcr.io=oci://127.0.0.1:5000.',
  });
}
