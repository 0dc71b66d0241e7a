import { type GoUrl, hostnameOf, parseGoUrl, renderGoUrl } from '@gotk/go-url';
import { LocatedError } from '@gotk/located-error';
import { type GoMap, goMap } from '../value/go-map.js';
import { typeOf } from '../value/go-value.js';
import { GoError } from './go-error.js';
import { fixed, type GoFunction } from './go-function.js';
import { nilDereferencePanic } from './panics.js';
import { map, text } from './parameter-type.js';

/** sprig's functions on URLs. */
export const urlFunctions: readonly GoFunction[] = [
  fixed('urlParse', [text], (subject) => partsOf(parseOrPanic(subject, 'unable to parse url'))),
  fixed('urlJoin', [map], (parts) => renderGoUrl(urlOf(parts))),
];

function parseOrPanic(subject: string, activity: string): GoUrl {
  try {
    return parseGoUrl(subject);
  } catch (error) {
    if (error instanceof LocatedError) throw new GoError(`${activity}: ${error.message}`);
    throw error;
  }
}

function partsOf(url: GoUrl): GoMap {
  const userinfo = url.user === undefined ? '' : renderGoUrl({ ...EMPTY, scheme: 's', user: url.user, host: 'h' });
  return goMap([
    ['fragment', url.fragment],
    ['host', url.host],
    ['hostname', hostnameOf(url)],
    ['opaque', url.opaque],
    ['path', url.path],
    ['query', url.rawQuery],
    ['scheme', url.scheme],
    // The rendered URL is s://USERINFO@h.
    ['userinfo', userinfo.slice(4, -2)],
  ]);
}

const EMPTY: GoUrl = {
  scheme: '',
  opaque: '',
  host: '',
  path: '',
  rawPath: '',
  rawQuery: '',
  forceQuery: false,
  fragment: '',
  omitHost: false,
};

function urlOf(parts: GoMap): GoUrl {
  const userinfo = textPart(parts, 'userinfo');
  const parsed =
    userinfo === '' ? undefined : parseOrPanic(`proto://${userinfo}@host`, 'unable to parse userinfo in dict').user;
  return {
    ...EMPTY,
    scheme: textPart(parts, 'scheme'),
    host: textPart(parts, 'host'),
    path: textPart(parts, 'path'),
    rawQuery: textPart(parts, 'query'),
    opaque: textPart(parts, 'opaque'),
    fragment: textPart(parts, 'fragment'),
    ...(parsed === undefined ? {} : { user: parsed }),
  };
}

function textPart(parts: GoMap, key: string): string {
  const value = parts.get(key);
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  const type = typeOf(value);
  if (type === undefined) throw nilDereferencePanic();
  throw new GoError(`unable to parse ${key} key, must be of type string, but ${type.kind} found`);
}
