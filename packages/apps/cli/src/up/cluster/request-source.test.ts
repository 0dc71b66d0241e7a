import { expect, it } from 'vitest';
import { hasAnswered } from './request-source.js';

const TOKEN = '2026-01-02T03:04:05.678Z';

it.each([
  ['nothing', undefined, false],
  ['what was asked in an earlier run', '2026-01-02T03:00:00.000Z', false],
  ['the token', TOKEN, true],
  ['what flux reconcile asked later, in another zone', '2026-01-02T05:04:06.123456789+02:00', true],
  ['what somebody wrote by hand', 'now', true],
])('a source that has handled %s', (_name, lastHandledReconcileAt, expected) => {
  const source = { apiVersion: 'v1', kind: 'GitRepository', metadata: {}, status: { lastHandledReconcileAt } };
  expect(hasAnswered(source, TOKEN)).toBe(expected);
});
