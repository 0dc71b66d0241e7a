import { escapeUrl, type GoUrl, parseGoUrl, renderGoUrl, unescapeUrl } from '@gotk/go-url';
import { LocatedError } from '@gotk/located-error';
import { helmError } from '../helm-error.js';

/** Where a reference points: a document, and a JSON pointer or an anchor in it. */
export interface SchemaTarget {
  readonly url: string;
  /** Decoded; a pointer when it is empty or begins with a slash. */
  readonly fragment: string;
}

/** Cuts a reference at its `#`. @throws LocatedError for a fragment that is no text in percent-encoding */
export function splitReference(reference: string): SchemaTarget {
  const hash = reference.indexOf('#');
  if (hash === -1) return { url: reference, fragment: '' };
  try {
    return { url: reference.slice(0, hash), fragment: unescapeUrl(reference.slice(hash + 1), 'path') };
  } catch (error) {
    throw urlError(reference, error);
  }
}

/** What a reference means in a document. @throws LocatedError for what is no URL */
export function resolveReference(base: string, reference: string): SchemaTarget {
  const { url, fragment } = splitReference(reference);
  return { url: url === '' ? base : renderGoUrl(resolveUrl(parse(base), parse(url))), fragment };
}

function parse(url: string): GoUrl {
  try {
    return parseGoUrl(url);
  } catch (error) {
    throw urlError(url, error);
  }
}

function urlError(url: string, error: unknown): Error {
  if (!(error instanceof LocatedError)) throw error;
  return helmError('schema-url', `error in parsing "${url}": ${error.message}`, { cause: error });
}

/** RFC 3986, section 5.2. */
function resolveUrl(base: GoUrl, reference: GoUrl): GoUrl {
  if (reference.scheme !== '') return { ...reference, path: withoutDots(reference.path) };
  const inScheme = { ...reference, scheme: base.scheme };
  if (reference.host !== '') return { ...inScheme, path: withoutDots(reference.path) };
  const { host, opaque } = base;
  if (opaque !== '') return { ...inScheme, opaque };
  if (reference.path === '')
    return { ...base, rawQuery: reference.rawQuery === '' ? base.rawQuery : reference.rawQuery };
  const path = reference.path.startsWith('/') ? reference.path : base.path.replace(/[^/]*$/, '') + reference.path;
  return { ...inScheme, host, path: withoutDots(path), rawPath: '' };
}

function withoutDots(path: string): string {
  if (!path.includes('.')) return path;
  const kept: string[] = [];
  const segments = path.split('/');
  for (const segment of segments) {
    if (segment === '..') kept.length = Math.max(kept.length - 1, 1);
    else if (segment !== '.') kept.push(segment);
  }
  if (['.', '..'].includes(segments.at(-1) ?? '')) kept.push('');
  return kept.join('/');
}

/** `url#/pointer`, as messages name a place of a schema. */
export function placeText(url: string, pointer: string): string {
  return `${url}#${pointer.split('/').map(escapeSegment).join('/')}`;
}

/** Go's url.PathEscape. */
function escapeSegment(segment: string): string {
  return escapeUrl(segment, 'path').replaceAll(',', '%2C').replaceAll(';', '%3B');
}
