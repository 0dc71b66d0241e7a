import { applyJsonPatchText } from '@gotk/json';
import type { CaseResult } from '../../suite.js';
import { checkRow, type Row } from './row.js';

/** A row of jsonpatch.jsonl. */
export function runJsonPatchRow(row: Row): CaseResult {
  const version = row.op === 'apply-v5' ? 5 : 4;
  return checkRow(row, () => applyJsonPatchText(String(row['doc']), String(row['patch']), { version }));
}
