import { describe, expect, it } from 'vitest';
import { type ChoiceFacts, chooseAction } from './choose-action.js';

const facts: ChoiceFacts = {
  forced: false,
  exhausted: { install: false, upgrade: false },
  retries: false,
  remediation: undefined,
  correctsDrift: false,
};
const remediation = { failures: 1, exhausted: false, remediatesLastFailure: false, strategy: 'rollback' } as const;
const exhausted = { install: true, upgrade: true };
const failed = { kind: 'failed' } as const;

describe('what is done about', () => {
  it.each([
    ['a release as wanted', { kind: 'in-sync' }, {}, 'done'],
    ['one as wanted, by force', { kind: 'in-sync' }, { forced: true }, 'upgrade'],
    ['a locked one', { kind: 'locked' }, {}, 'unlock'],
    ['none', { kind: 'absent' }, {}, 'install'],
    ['none after too many failures', { kind: 'absent' }, { exhausted }, 'exhausted'],
    ['none after too many failures, by force', { kind: 'absent' }, { exhausted, forced: true }, 'install'],
    ["somebody else's", { kind: 'unmanaged' }, { exhausted }, 'upgrade'],
    ['another chart', { kind: 'out-of-sync', reason: 'x' }, {}, 'upgrade'],
    ['another chart after too many failures', { kind: 'out-of-sync', reason: 'x' }, { exhausted }, 'exhausted'],
    ['an untested one', { kind: 'untested' }, {}, 'test'],
    ['drift', { kind: 'drifted', drifts: [] }, {}, 'done'],
    ['drift that is to be undone', { kind: 'drifted', drifts: [] }, { correctsDrift: true }, 'correct cluster drift'],
    ['a failure of old', failed, { remediation: { ...remediation, failures: 0 } }, 'upgrade'],
    ['a failure', failed, { remediation }, 'rollback'],
    ['a failure that is retried', failed, { remediation, retries: true }, 'upgrade'],
    ['a failure, by force', failed, { remediation, forced: true }, 'upgrade'],
    ['the last failure', failed, { remediation: { ...remediation, exhausted: true } }, 'exhausted'],
    [
      'the last failure that is remediated',
      failed,
      { remediation: { ...remediation, exhausted: true, remediatesLastFailure: true, strategy: 'uninstall' } },
      'uninstall',
    ],
  ] as const)('%s', (_name, state, changes, expected) => {
    const choice = chooseAction(state, { ...facts, ...changes });
    expect(choice.kind === 'run' ? choice.action : choice.kind).toBe(expected);
  });
});
