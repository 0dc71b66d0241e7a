import { bytesToText, decodeJson, GoError, GoMap } from '@gotk/go-template';
import { LocatedError } from '@gotk/located-error';
import { helmError, withPrefix } from '../helm-error.js';
import type { HelmVersion } from '../helm-version.js';
import { copyTable } from './copy-values.js';
import { loadValues, mergeMaps } from './load-values.js';
import { parseSet } from './set-parser.js';

/** Values as the command line gives them: like the flags of these names, in their order. */
export interface ValueOptions {
  /** Values below all others. They stay as they are. */
  readonly base?: GoMap | undefined;
  /** Contents of the files of `--values`, with their names for messages. */
  readonly valueFiles?: readonly { readonly name: string; readonly data: Uint8Array }[] | undefined;
  readonly setJson?: readonly string[] | undefined;
  readonly set?: readonly string[] | undefined;
  readonly setString?: readonly string[] | undefined;
  readonly setFile?: readonly string[] | undefined;
  readonly setLiteral?: readonly string[] | undefined;
  /** @default '4.2' */
  readonly helmVersion?: HelmVersion | undefined;
  /** Reads a file of `setFile`. */
  readonly readFile?: ((path: string) => Uint8Array) | undefined;
}

/**
 * The values of all files and settings, the later ones over the earlier: files, then set-json, set, set-string, set-file and
 * set-literal.
 *
 * @throws LocatedError with Helm's text
 */
export function mergeValueOptions(options: ValueOptions): GoMap {
  const { helmVersion = '4.2' } = options;
  let values = (options.valueFiles ?? []).reduce(
    (merged, { name, data }) => {
      return mergeMaps(
        merged,
        withPrefix(`failed to parse ${name}`, () => loadValues(data, name, helmVersion)),
      );
    },
    copyTable(options.base ?? new GoMap()),
  );
  for (const text of options.setJson ?? []) values = mergeJson(values, text, helmVersion);
  const each = (texts: readonly string[] | undefined, flag: string, read: (text: string) => void): void => {
    for (const text of texts ?? []) withPrefix(`failed parsing --${flag} data`, () => read(text));
  };
  each(options.set, 'set', (text) => parseSet(text, values, { kind: 'typed', helmVersion }));
  each(options.setString, 'set-string', (text) => parseSet(text, values, { kind: 'text', helmVersion }));
  const { readFile = noFile } = options;
  each(options.setFile, 'set-file', (text) => {
    parseSet(text, values, { kind: 'file', helmVersion, readFile: (path) => bytesToText(readFile(path)) });
  });
  each(options.setLiteral, 'set-literal', (text) => parseSet(text, values, { kind: 'literal', helmVersion }));
  return values;
}

/** Helm 3 knows no whole objects. */
function mergeJson(values: GoMap, text: string, helmVersion: HelmVersion): GoMap {
  const isObject = helmVersion === '4.2' && text.trim().startsWith('{');
  try {
    if (!isObject) {
      parseSet(text, values, { kind: 'json', helmVersion });
      return values;
    }
    const parsed = decodeJson(text.trim());
    return parsed instanceof GoMap ? mergeMaps(values, parsed) : values;
  } catch (error) {
    if (!(error instanceof GoError || error instanceof LocatedError)) throw error;
    const message = `failed parsing --set-json data${isObject ? ' JSON:' : ''} ${text}`;
    throw helmError('set-syntax', message, { cause: error, hint: 'Write key=JSON, or one JSON object.' });
  }
}

function noFile(path: string): never {
  throw helmError('file-missing', `open ${path}: no such file or directory`);
}
