import { type JsonValue, renderGoJson } from '@gotk/json';
import { type ExactValue, jsonToYaml, type ParseYamlOptions, parseExactYaml } from '@gotk/yaml';
import type { CaseResult } from '../../suite.js';
import { checkRow, type Row } from './row.js';

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
    default:
      throw new Error(`unknown op ${row.op}`);
  }
}

function toJson(row: Row, options: ParseYamlOptions): string {
  return renderExactJson(parseExactYaml(inputOf(row), options));
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
