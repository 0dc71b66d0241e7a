import { goQuote } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import { escapeUrl, unescapeUrl } from './percent-encoding.js';

/** A URL as Go's net/url reads it. */
export interface GoUrl {
  readonly scheme: string;
  /** What follows the scheme where that is no `/`. */
  readonly opaque: string;
  readonly user?: { readonly username: string; readonly password?: string };
  /** Host and port. */
  readonly host: string;
  /** Decoded. */
  readonly path: string;
  /** As written, where that is not the usual encoding of `path`. */
  readonly rawPath: string;
  readonly rawQuery: string;
  /** A `?` with nothing behind it. */
  readonly forceQuery: boolean;
  /** Decoded. */
  readonly fragment: string;
  /** `scheme:/path`, without `//`. */
  readonly omitHost: boolean;
}

/**
 * Parses a URL.
 *
 * @throws LocatedError `url` with Go's text: `parse "…": …`.
 */
export function parseGoUrl(text: string): GoUrl {
  try {
    const hash = text.indexOf('#');
    const url = parseWithoutFragment(hash === -1 ? text : text.slice(0, hash));
    return hash === -1 ? url : { ...url, fragment: unescapeUrl(text.slice(hash + 1), 'fragment') };
  } catch (error) {
    if (!(error instanceof LocatedError)) throw error;
    throw new LocatedError({ code: 'url', message: `parse ${goQuote(text)}: ${error.message}`, cause: error });
  }
}

/**
 * Parses the URI of a request, which is absolute or begins with `/`; a `#` has no meaning in it.
 *
 * @throws LocatedError `url` with Go's text: `parse "…": …`.
 */
export function parseGoRequestUri(text: string): GoUrl {
  try {
    if (text === '') throw problem('empty url');
    return parseWithoutFragment(text, true);
  } catch (error) {
    if (!(error instanceof LocatedError)) throw error;
    throw new LocatedError({ code: 'url', message: `parse ${goQuote(text)}: ${error.message}`, cause: error });
  }
}

function problem(message: string): LocatedError {
  return new LocatedError({ code: 'url', message });
}

function parseWithoutFragment(text: string, ofRequest = false): GoUrl {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(text)) throw problem('net/url: invalid control character in URL');
  const { scheme, rest } = splitScheme(text);
  const forceQuery = rest.endsWith('?') && rest.indexOf('?') === rest.length - 1;
  const question = rest.indexOf('?');
  const rawQuery = question === -1 || forceQuery ? '' : rest.slice(question + 1);
  const hierarchy = question === -1 ? rest : rest.slice(0, question);
  const base = {
    scheme: scheme.toLowerCase(),
    opaque: '',
    host: '',
    path: '',
    rawPath: '',
    rawQuery,
    forceQuery,
    fragment: '',
    omitHost: false,
  };
  if (text === '*') return { ...base, path: '*' };
  if (!hierarchy.startsWith('/')) {
    if (scheme !== '') return { ...base, opaque: hierarchy };
    if (ofRequest) throw problem('invalid URI for request');
    if ((hierarchy.split('/')[0] ?? '').includes(':')) throw problem('first path segment in URL cannot contain colon');
  }
  if (hierarchy.startsWith('//') && (scheme !== '' || !(ofRequest || hierarchy.startsWith('///'))))
    return { ...base, ...parseAuthorityAndPath(hierarchy.slice(2), base.scheme) };
  return { ...base, omitHost: scheme !== '' && hierarchy.startsWith('/'), ...parsePath(hierarchy) };
}

function splitScheme(text: string): { readonly scheme: string; readonly rest: string } {
  if (text.startsWith(':')) throw problem('missing protocol scheme');
  const match = /^([A-Za-z][A-Za-z0-9+\-.]*):/.exec(text);
  return match === null ? { scheme: '', rest: text } : { scheme: match[1] ?? '', rest: text.slice(match[0].length) };
}

function parseAuthorityAndPath(text: string, scheme: string): Partial<GoUrl> {
  const slash = text.indexOf('/');
  const authority = slash === -1 ? text : text.slice(0, slash);
  const at = authority.lastIndexOf('@');
  const host = parseHost(authority.slice(at + 1), scheme);
  const user = at === -1 ? {} : { user: parseUser(authority.slice(0, at)) };
  return { ...user, host, ...parsePath(slash === -1 ? '' : text.slice(slash)) };
}

function parseUser(text: string): { readonly username: string; readonly password?: string } {
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(text)) throw problem('net/url: invalid userinfo');
  const colon = text.indexOf(':');
  if (colon === -1) return { username: unescapeUrl(text, 'user') };
  return { username: unescapeUrl(text.slice(0, colon), 'user'), password: unescapeUrl(text.slice(colon + 1), 'user') };
}

function parseHost(text: string, scheme: string): string {
  const bracket = text.lastIndexOf('[');
  if (bracket > 0) throw problem('invalid IP-literal');
  if (bracket === 0) return parseIpLiteral(text);
  const first = text.indexOf(':');
  if (first === -1) return unescapeUrl(text, 'host');
  const strict = scheme === 'http' || scheme === 'https';
  const port = text.slice(strict ? first : text.lastIndexOf(':'));
  if (!isOptionalPort(port)) throw problem(`invalid port ${goQuote(port)} after host`);
  return unescapeUrl(text, 'host');
}

function parseIpLiteral(text: string): string {
  const close = text.lastIndexOf(']');
  if (close === -1) throw problem("missing ']' in host");
  const port = text.slice(close + 1);
  if (!isOptionalPort(port)) throw problem(`invalid port ${goQuote(port)} after host`);
  const literal = text.slice(1, close);
  const zone = literal.indexOf('%25');
  const address =
    zone === -1
      ? unescapeUrl(literal, 'host')
      : unescapeUrl(literal.slice(0, zone), 'host') + unescapeUrl(literal.slice(zone), 'zone');
  if (!/^[0-9A-Fa-f:.]*(?:%.+)?$/s.test(address) || !address.includes(':'))
    throw problem(`invalid host: ParseAddr(${goQuote(address)}): unable to parse IP`);
  return `[${address}]${port}`;
}

function isOptionalPort(text: string): boolean {
  return /^(?::\d*)?$/.test(text);
}

function parsePath(text: string): { readonly path: string; readonly rawPath: string } {
  const path = unescapeUrl(text, 'path');
  return { path, rawPath: escapeUrl(path, 'path') === text ? '' : text };
}

/** The path as it is written in a URL. */
export function escapedPath({ path, rawPath }: Pick<GoUrl, 'path' | 'rawPath'>): string {
  if (rawPath !== '' && isValidEncoding(rawPath) && unescapeUrl(rawPath, 'path') === path) return rawPath;
  return path === '*' ? '*' : escapeUrl(path, 'path');
}

function isValidEncoding(text: string): boolean {
  return /^[A-Za-z0-9\-_.~!$&'()*+,;=:@[\]%/]*$/.test(text);
}

/** The URL as text. */
export function renderGoUrl(url: GoUrl): string {
  const { scheme, opaque, rawQuery, forceQuery, fragment } = url;
  const head = scheme === '' ? '' : `${scheme}:`;
  const body = opaque === '' ? renderHierarchy(url, head) : opaque;
  const query = forceQuery || rawQuery !== '' ? `?${rawQuery}` : '';
  return `${head}${body}${query}${fragment === '' ? '' : `#${escapeUrl(fragment, 'fragment')}`}`;
}

function renderHierarchy(url: GoUrl, head: string): string {
  const { scheme, user, host, path, omitHost } = url;
  let text = '';
  const hasAuthority = scheme !== '' || host !== '' || user !== undefined;
  if (hasAuthority && !(omitHost && host === '' && user === undefined)) {
    if (host !== '' || path !== '' || user !== undefined) text += '//';
    if (user !== undefined) text += `${renderUser(user)}@`;
    text += escapeUrl(host, 'host');
  }
  const encoded = escapedPath(url);
  if (encoded !== '' && !encoded.startsWith('/') && host !== '') text += '/';
  if (head === '' && text === '' && (encoded.split('/')[0] ?? '').includes(':')) text += './';
  return text + encoded;
}

function renderUser({ username, password }: { readonly username: string; readonly password?: string }): string {
  return `${escapeUrl(username, 'user')}${password === undefined ? '' : `:${escapeUrl(password, 'user')}`}`;
}

/** The URL as text with the password replaced by `xxxxx`: what may stand in messages. */
export function redactGoUrl(url: GoUrl): string {
  const { user } = url;
  return renderGoUrl(
    user?.password === undefined ? url : { ...url, user: { username: user.username, password: 'xxxxx' } },
  );
}

/** The host without the port; an IPv6 address without its brackets. */
export function hostnameOf({ host }: GoUrl): string {
  return splitHost(host).hostname;
}

/** The port; empty when there is none. */
export function portOf({ host }: GoUrl): string {
  return splitHost(host).port;
}

function splitHost(host: string): { readonly hostname: string; readonly port: string } {
  const colon = host.lastIndexOf(':');
  const hasPort = colon !== -1 && isOptionalPort(host.slice(colon));
  const hostname = hasPort ? host.slice(0, colon) : host;
  return {
    hostname: hostname.startsWith('[') && hostname.endsWith(']') ? hostname.slice(1, -1) : hostname,
    port: hasPort ? host.slice(colon + 1) : '',
  };
}

/** Path and query, as a request line has them. */
export function requestUri(url: GoUrl): string {
  const { scheme, opaque, rawQuery, forceQuery } = url;
  const path = opaque === '' ? escapedPath(url) || '/' : opaque.startsWith('//') ? `${scheme}:${opaque}` : opaque;
  return forceQuery || rawQuery !== '' ? `${path}?${rawQuery}` : path;
}
