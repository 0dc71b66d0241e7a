import {
  type Instant,
  parseDuration,
  parseMicroTime,
  parseTime,
  renderDuration,
  renderMicroTime,
  renderTime,
  roundDuration,
  truncateDuration,
} from '@gotk/duration';
import { type JsonValue, parseGoJson, renderGoJson } from '@gotk/json';
import { decodeJsonAs } from '@gotk/yaml';
import type { CaseResult } from '../../suite.js';
import { checkRow, type Row } from './row.js';

/** Go's zero time, which Kubernetes writes as null. */
const ZERO_TIME = -62_135_596_800;

/** A row of duration.jsonl. */
export function runDurationRow(row: Row): CaseResult {
  return checkRow(row, () => answer(row));
}

function answer(row: Row): unknown {
  switch (row.op) {
    case 'parseDuration':
      return describe(String(row['input']));
    case 'durationString':
      return renderDuration(BigInt(String(row['ns'])));
    case 'round':
      return round(String(row['input']), String(row['to']));
    case 'metav1Duration':
      return throughJson(row, (text) => renderDuration(parseDuration(text)), '0s');
    case 'metav1Time':
      return throughJson(row, (text) => renderUnlessZero(parseTime(text), renderTime), null);
    case 'metav1MicroTime':
      return throughJson(row, (text) => renderUnlessZero(parseMicroTime(text), renderMicroTime), null);
    default:
      throw new Error(`unknown op ${row.op}`);
  }
}

function describe(text: string): unknown {
  const duration = parseDuration(text);
  return { ns: String(duration), string: renderDuration(duration) };
}

function round(text: string, unit: string): unknown {
  const [duration, to] = [parseDuration(text), parseDuration(unit)];
  return {
    round: renderDuration(roundDuration(duration, to)),
    truncate: renderDuration(truncateDuration(duration, to)),
  };
}

function throughJson(row: Row, convert: (text: string) => JsonValue, empty: JsonValue): string {
  const value = parseGoJson(String(row['json']));
  if (value === null && empty === null) return 'null';
  const text = decodeJsonAs(value, { kind: 'string' });
  return renderGoJson(convert(typeof text === 'string' ? text : ''));
}

function renderUnlessZero(instant: Instant, render: (instant: Instant) => string): JsonValue {
  return instant.unixSeconds === ZERO_TIME && instant.nanoseconds === 0 ? null : render(instant);
}
