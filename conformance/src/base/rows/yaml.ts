import { type JsonValue, parseGoJson, renderGoJson } from '@gotk/json';
import {
  type ExactValue,
  jsonToYaml,
  type ParseYamlOptions,
  parseExactYaml,
  parseYamlDocuments,
  parseYamlNodes,
  readYamlOrJson,
  renderYaml,
  renderYamlNodes,
  splitYaml,
} from '@gotk/yaml';
import type { CaseResult } from '../../suite.js';
import { checkRow, type Row } from './row.js';
import { throughTypes } from './typed-yaml.js';

/** A row of yaml.jsonl. */
export function runYamlRow(row: Row): CaseResult {
  return checkRow(row, () => answer(row));
}

function answer(row: Row): unknown {
  switch (row.op) {
    case 'yamlToJson':
      return toJson(row, {});
    case 'yamlToJsonStrict':
      return toJson(row, { strict: true });
    case 'kyamlParseToJson':
      return toJson(row, { dialect: 'kyaml' });
    case 'jsonToYaml':
      return jsonToYaml(textOf(row));
    case 'unmarshalTyped':
      return throughTypes(textOf(row), false);
    case 'unmarshalStrictTyped':
      return throughTypes(textOf(row), true);
    case 'kyamlMarshal':
      return renderYaml(parseGoJson(textOf(row)), { dialect: 'kyaml' });
    case 'kyamlParseString':
      return renderYamlNodes(parseYamlNodes(textOf(row)));
    case 'yamlReaderSplit':
      return listOrNull(splitYaml(textOf(row)).map((part) => part.text));
    case 'kioByteReader':
      return readAsKustomize(textOf(row));
    case 'yamlOrJsonDecoder':
      return readYamlOrJson(textOf(row));
    default:
      throw new Error(`unknown op ${row.op}`);
  }
}

function toJson(row: Row, options: ParseYamlOptions): string {
  return renderExactJson(parseExactYaml(inputOf(row), options));
}

function readAsKustomize(text: string): readonly string[] {
  const documents = parseYamlDocuments(text, { dialect: 'kyaml', unwrapLists: true });
  return documents.map((document) => renderGoJson(document.value));
}

/** Go has no empty list here, but nil. */
function listOrNull(items: readonly string[]): readonly string[] | null {
  return items.length === 0 ? null : items;
}

/** Big integers are written like all other numbers. */
function renderExactJson(value: ExactValue): string {
  return renderGoJson(value as JsonValue);
}

function inputOf(row: Row): string | Uint8Array {
  return typeof row['inputBase64'] === 'string' ? Buffer.from(row['inputBase64'], 'base64') : textOf(row);
}

function textOf(row: Row): string {
  return String(row['input']);
}
