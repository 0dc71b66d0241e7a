import { computeStatus } from '@gotk/kstatus';
import type { KubeObject } from '@gotk/objects';
import type { CaseResult } from '../../suite.js';
import { checkRow, type Row } from './row.js';

/** The corpus was recorded long after every time in it. */
const NOW_MS = Date.parse('2026-01-01T00:00:00Z');

/** A row of kstatus.jsonl. */
export function runKstatusRow(row: Row): CaseResult {
  return checkRow(row, () => computeStatus(row['object'] as KubeObject, { nowMs: NOW_MS }));
}
