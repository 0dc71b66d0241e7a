import {
  escapedPath,
  type GoUrl,
  hostnameOf,
  parseGoRequestUri,
  parseGoUrl,
  portOf,
  renderGoUrl,
  unescapeUrl,
} from '@gotk/go-url';
import type { Library } from '../../environment/environment.js';
import { type FunctionDeclaration, globalOverload, memberOverload } from '../../environment/function-declaration.js';
import { BOOL, listType, mapType, STRING, structType } from '../../types/cel-type.js';
import { CelError, noSuchOverload } from '../../values/cel-error.js';
import { ArrayList } from '../../values/cel-list.js';
import { EntryMap } from '../../values/cel-map.js';
import { CelOpaque } from '../../values/cel-opaque.js';
import type { CelValue } from '../../values/value.js';

const URL_TYPE = structType('kubernetes.URL');

class CelUrl extends CelOpaque {
  readonly type = URL_TYPE;

  constructor(readonly url: GoUrl) {
    super();
  }

  override get goType(): string {
    return 'cel.URL';
  }

  override get goNative(): string {
    return `(*url.URL)${renderGoUrl(this.url)}`;
  }

  equals(other: CelValue): boolean {
    if (!(other instanceof CelUrl)) throw noSuchOverload();
    return renderGoUrl(this.url) === renderGoUrl(other.url);
  }
}

/** URLs and their parts. */
export const URLS_LIBRARY: Library = {
  functions: [
    {
      name: 'url',
      overloads: [globalOverload('string_to_url', [STRING], URL_TYPE, { unary: (text) => parseUrl(text as string) })],
    },
    {
      name: 'isURL',
      overloads: [globalOverload('is_url_string', [STRING], BOOL, { unary: (text) => isUrl(text as string) })],
    },
    part('getScheme', 'url_get_scheme', (url) => url.scheme),
    part('getHost', 'url_get_host', (url) => url.host),
    part('getHostname', 'url_get_hostname', hostnameOf),
    part('getPort', 'url_get_port', portOf),
    part('getEscapedPath', 'url_get_escaped_path', escapedPath),
    {
      name: 'getQuery',
      overloads: [
        memberOverload('url_get_query', [URL_TYPE], mapType(STRING, listType(STRING)), {
          unary: (url) => queryOf((url as CelUrl).url),
        }),
      ],
    },
  ],
};

function part(name: string, id: string, read: (url: GoUrl) => string): FunctionDeclaration {
  const overload = memberOverload(id, [URL_TYPE], STRING, { unary: (url) => read((url as CelUrl).url) });
  return { name, overloads: [overload] };
}

function parseUrl(text: string): CelUrl {
  try {
    parseGoRequestUri(text);
    return new CelUrl(parseGoUrl(text));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CelError(`URL parse error during conversion from string: ${reason}`);
  }
}

function isUrl(text: string): boolean {
  try {
    parseGoRequestUri(text);
    return true;
  } catch {
    return false;
  }
}

function queryOf({ rawQuery }: GoUrl): EntryMap {
  const values = new Map<string, string[]>();
  for (const pair of rawQuery.split('&')) {
    const entry = readPair(pair);
    if (entry === undefined) continue;
    const [key, value] = entry;
    const known = values.get(key);
    if (known === undefined) values.set(key, [value]);
    else known.push(value);
  }
  const query = new EntryMap();
  for (const [key, list] of values) query.set(key, new ArrayList(list));
  return query;
}

/** A name and its value; undefined where the pair is empty or broken. */
function readPair(pair: string): readonly [string, string] | undefined {
  if (pair === '' || pair.includes(';')) return undefined;
  const equals = pair.indexOf('=');
  const [key, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
  try {
    return [unescapeUrl(key, 'query'), unescapeUrl(value, 'query')];
  } catch {
    return undefined;
  }
}
