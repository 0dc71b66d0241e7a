import { isJsonObject, type JsonValue } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import { valueOfKyaml } from './decode/value-of-kyaml.js';
import { parseText } from './parse/parse-text.js';
import type { YamlNodeDocument } from './parse/yaml-node.js';
import { parseYaml, roundIntegers } from './parse-yaml.js';
import { scalarTag } from './resolve/node-tag.js';
import { splitYaml, type YamlPart } from './stream/split-yaml.js';
import { toLocatedError } from './yaml-error.js';
import type { ParseYamlOptions } from './yaml-options.js';

/** One document of a stream, or one item of a list that a document was. */
export interface YamlDocument {
  readonly value: JsonValue;
  /** The text of the document, without its separator line. */
  readonly text: string;
  /** 1-based line of the file on which `text` begins. */
  readonly startLine: number;
  /** Where in the document the value stands: empty for the document itself, `['items', 2]` for an item. */
  readonly path: readonly (string | number)[];
}

export interface ParseYamlDocumentsOptions extends ParseYamlOptions {
  /** Whether a stream that is one `List` or `ResourceList` counts as its items, as it does for kustomize. @default false */
  readonly unwrapLists?: boolean | undefined;
}

/**
 * Reads every document of a stream, in order. Documents that hold nothing (empty, comments, `null`) are left out.
 *
 * @throws LocatedError `yaml-syntax` for the first document that cannot be read (`kyaml`: `MalformedYAMLError: …`), or
 * `yaml-separator`.
 */
export function parseYamlDocuments(text: string, options: ParseYamlDocumentsOptions = {}): readonly YamlDocument[] {
  const parts = splitYaml(text, options.dialect);
  const documents = parts.flatMap((part) => parsePart(part, options) ?? []);
  const [only] = documents;
  if (options.unwrapLists !== true || parts.length !== 1 || only === undefined) return documents;
  return unwrapList(only) ?? documents;
}

function parsePart(part: YamlPart, options: ParseYamlOptions): YamlDocument | undefined {
  const startLine = (options.startLine ?? 1) + part.startLine - 1;
  const partOptions = { ...options, startLine };
  const value =
    options.dialect === 'kyaml' ? parseKyamlPart(part.text, partOptions) : parseYaml(part.text, partOptions);
  return value === null ? undefined : { value, text: part.text, startLine, path: [] };
}

function parseKyamlPart(text: string, options: ParseYamlOptions): JsonValue {
  const document = parseKyamlNodes(text, options);
  const { root } = document ?? {};
  if (document === undefined || (root?.kind === 'scalar' && scalarTag(root) === '!!null')) return null;
  try {
    return roundIntegers(valueOfKyaml(document));
  } catch (error) {
    throw toLocatedError(error, 'kyaml', options);
  }
}

/** Kustomize names every error of a stream's syntax, but not those of its values. */
function parseKyamlNodes(text: string, options: ParseYamlOptions): YamlNodeDocument | undefined {
  try {
    return parseText(text, true);
  } catch (cause) {
    const error = toLocatedError(cause, 'kyaml', options);
    if (!(error instanceof LocatedError)) throw error;
    throw new LocatedError({ code: error.code, message: `MalformedYAMLError: ${error.message}`, at: error.at });
  }
}

function unwrapList(document: YamlDocument): readonly YamlDocument[] | undefined {
  const { value } = document;
  if (!isJsonObject(value) || (value['kind'] !== 'List' && value['kind'] !== 'ResourceList')) return undefined;
  const items = value['items'];
  if (items === undefined && value['functionConfig'] === undefined) return undefined;
  if (!Array.isArray(items)) return [];
  return items.map((item: JsonValue, index) => ({ ...document, value: item, path: ['items', index] }));
}
