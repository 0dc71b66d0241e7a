import {
  applyMergePatchText,
  createMergePatch,
  createThreeWayMergePatch,
  isJsonObject,
  type JsonObject,
  parseGoJson,
  renderGoJson,
} from '@gotk/json';
import type { CaseResult } from '../../suite.js';
import { checkRow, type Row } from './row.js';

/** A row of mergepatch.jsonl. */
export function runMergePatchRow(row: Row): CaseResult {
  return checkRow(row, () => answer(row));
}

function answer(row: Row): string {
  switch (row.op) {
    case 'mergePatch':
      return applyMergePatchText(String(row['doc']), String(row['patch']));
    case 'createMergePatch':
      return renderGoJson(createMergePatch(parseObject(row['original']), parseObject(row['modified'])));
    case 'threeWayMergePatch':
      return renderGoJson(
        createThreeWayMergePatch({
          original: parseObject(row['original']),
          modified: parseObject(row['modified']),
          current: parseObject(row['current']),
        }),
      );
    default:
      throw new Error(`unknown op ${row.op}`);
  }
}

function parseObject(text: unknown): JsonObject {
  const value = parseGoJson(String(text));
  if (!isJsonObject(value)) throw new Error('Invalid JSON Document');
  return value;
}
