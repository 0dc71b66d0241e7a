import { describe, expect, it } from 'vitest';
import { type Attempt, recordAttempt } from './history.js';

const START = Date.UTC(2024, 0, 1);

function attempt(fields: Partial<Attempt> = {}): Attempt {
  return {
    digest: 'sha256:a',
    result: 'ReconciliationSucceeded',
    nowMs: START,
    durationMs: 1500,
    metadata: { revision: 'r1' },
    ...fields,
  };
}

function record(...attempts: readonly Attempt[]) {
  let history: ReturnType<typeof recordAttempt> = [];
  for (const each of attempts) history = recordAttempt(history as never, each);
  return history;
}

describe('recordAttempt', () => {
  it('begins with a first attempt', () => {
    expect(record(attempt())).toEqual([
      {
        digest: 'sha256:a',
        firstReconciled: '2024-01-01T00:00:00Z',
        lastReconciled: '2024-01-01T00:00:00Z',
        lastReconciledDuration: '1.5s',
        lastReconciledStatus: 'ReconciliationSucceeded',
        totalReconciliations: 1,
        metadata: { revision: 'r1' },
      },
    ]);
  });

  it('counts up what was built before with the same result, and puts it in front', () => {
    const other = attempt({ digest: 'sha256:b' });
    const again = attempt({ nowMs: START + 60_000, metadata: { revision: 'r2' } });
    expect(record(attempt(), other, again)).toMatchObject([
      {
        digest: 'sha256:a',
        totalReconciliations: 2,
        firstReconciled: '2024-01-01T00:00:00Z',
        lastReconciled: '2024-01-01T00:01:00Z',
        metadata: { revision: 'r2' },
      },
      { digest: 'sha256:b', totalReconciliations: 1 },
    ]);
  });

  it('keeps different results of one build apart', () => {
    expect(record(attempt(), attempt({ result: 'HealthCheckFailed' }))).toHaveLength(2);
  });

  it('keeps the last five', () => {
    const attempts = Array.from({ length: 7 }, (_value, n) => attempt({ digest: `sha256:${n}` }));
    expect(record(...attempts).map(({ digest }) => digest)).toEqual([6, 5, 4, 3, 2].map((n) => `sha256:${n}`));
  });
});
