import {
  escapedPath,
  type GoUrl,
  gitAuthOptions,
  hostnameOf,
  parseGoUrl,
  parseRevision,
  portOf,
  redactGoUrl,
  renderGoUrl,
  renderRevision,
  requestUri,
} from '@gotk/go-url';
import type { CaseResult } from '../../suite.js';
import { checkRow, type Row } from './row.js';

/** A row of gourl.jsonl. */
export function runGourlRow(row: Row): CaseResult {
  return checkRow(row, () => answer(row));
}

function answer(row: Row): unknown {
  switch (row.op) {
    case 'parse':
      return describe(parseGoUrl(String(row['input'])));
    case 'gitAuthOptions':
      return authOptions(row);
    case 'splitRevision':
      return splitRevision(String(row['input']));
    case 'commitString': {
      const [reference, hash] = [String(row['reference']), String(row['hash'])];
      return { absolute: renderRevision(reference, hash, { absolute: true }), string: renderRevision(reference, hash) };
    }
    default:
      throw new Error(`unknown op ${row.op}`);
  }
}

function describe(url: GoUrl): unknown {
  const { fragment, host, opaque, path, rawPath, rawQuery, scheme } = url;
  return {
    escapedPath: escapedPath(url),
    fragment,
    host,
    hostname: hostnameOf(url),
    isAbs: scheme !== '',
    opaque,
    path,
    port: portOf(url),
    rawPath,
    rawQuery,
    redacted: redactGoUrl(url),
    requestURI: requestUri(url),
    scheme,
    string: renderGoUrl(url),
    user: url.user?.username ?? '',
    ...(url.user?.password === undefined ? {} : { password: url.user.password }),
  };
}

function authOptions(row: Row): unknown {
  const secret = (row['data'] ?? {}) as Readonly<Record<string, string>>;
  const { clientCert: _cert, clientKey: _key, ...options } = gitAuthOptions(parseGoUrl(String(row['input'])), secret);
  return options;
}

function splitRevision(text: string): unknown {
  const { algorithm, hash, pointer } = parseRevision(text);
  return { algorithm, digest: hash === '' ? '' : `${algorithm}:${hash}`, hash, pointer };
}
