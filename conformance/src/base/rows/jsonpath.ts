import type { JsonValue } from '@gotk/json';
import { renderJsonPath } from '@gotk/json-path';
import type { CaseResult } from '../../suite.js';
import { checkRow, type Row } from './row.js';

/** The fixture `document` of the corpus. */
const DOCUMENT: JsonValue = {
  'dotted.key': 'dk',
  empty: [],
  emptyObj: {},
  items: [
    {
      kind: 'Pod',
      metadata: { creationTimestamp: '2024-01-01T00:00:00Z', labels: { 'a.b/c': 'v', app: 'x' }, name: 'a' },
      spec: {
        containers: [
          { image: 'i1', name: 'c1', ports: [80, 81] },
          { image: 'i2', name: 'c2' },
        ],
        f: 1.5,
        n: 3,
        t: true,
        z: null,
      },
      status: { phase: 'Running', podIP: '1.2.3.4' },
    },
    {
      kind: 'Pod',
      metadata: { labels: { app: 'y' }, name: 'b' },
      spec: { containers: [{ image: 'i:3', name: 'c3' }], n: 10 },
      status: { phase: 'Pending' },
    },
    { kind: 'Svc', metadata: { name: 'c d' }, spec: {} },
  ],
  'key-dash': 'kd',
  kind: 'List',
  mixed: [1, 'a', true, null, 2.5, [6], { k: 'v' }],
  nested: { a: { b: { c: 'deep' } } },
  nums: [1, 2, 3, 4, 5],
  str: 'q"uote',
};

/** A row of jsonpath.jsonl. The corpus decoded its document as plain JSON, in which all numbers are floats. */
export function runJsonPathRow(row: Row): CaseResult {
  if (row.op === 'document') return checkRow(row, () => DOCUMENT);
  const allowMissingKeys = row['allowMissingKeys'] === true;
  return checkRow(row, () =>
    renderJsonPath(String(row['template']), DOCUMENT, { allowMissingKeys, numbers: 'float64' }),
  );
}
