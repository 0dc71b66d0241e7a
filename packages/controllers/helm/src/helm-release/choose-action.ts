import type { ReleaseState } from './observe-release-state.js';

/** What may be done to a release. */
export type ReleaseAction =
  | 'install'
  | 'upgrade'
  | 'test'
  | 'rollback'
  | 'uninstall'
  | 'unlock'
  | 'correct cluster drift';

/** What was decided. */
export type Choice =
  | { readonly kind: 'run'; readonly action: ReleaseAction }
  /** There is nothing left to do. */
  | { readonly kind: 'done' }
  /** No retries are left. */
  | { readonly kind: 'exhausted' };

/** What a decision depends on besides the state. */
export interface ChoiceFacts {
  /** Whether somebody asked for an action whatever the state. */
  readonly forced: boolean;
  /** Whether no retries are left of an action. */
  readonly exhausted: { readonly install: boolean; readonly upgrade: boolean };
  /** Whether failures of the last action are retried instead of remediated. */
  readonly retries: boolean;
  /** The remediation of the last action; absent before the first. */
  readonly remediation:
    | {
        readonly failures: number;
        readonly exhausted: boolean;
        readonly remediatesLastFailure: boolean;
        readonly strategy: 'rollback' | 'uninstall';
      }
    | undefined;
  readonly correctsDrift: boolean;
}

/** Decides what to do next about a release. */
export function chooseAction(state: ReleaseState, facts: ChoiceFacts): Choice {
  switch (state.kind) {
    case 'in-sync':
      return facts.forced ? run('upgrade') : { kind: 'done' };
    case 'locked':
      return run('unlock');
    case 'absent':
      return facts.exhausted.install && !facts.forced ? { kind: 'exhausted' } : run('install');
    case 'unmanaged':
      return run('upgrade');
    case 'out-of-sync':
      return facts.exhausted.upgrade && !facts.forced ? { kind: 'exhausted' } : run('upgrade');
    case 'drifted':
      return facts.correctsDrift ? run('correct cluster drift') : { kind: 'done' };
    case 'untested':
      return run('test');
    case 'failed':
      return chooseAfterFailure(facts);
  }
}

function chooseAfterFailure({ forced, retries, remediation }: ChoiceFacts): Choice {
  // Without a count of failures what failed has changed since, so it is worth another try.
  if (retries || remediation === undefined || remediation.failures <= 0 || forced) return run('upgrade');
  if (remediation.exhausted && !remediation.remediatesLastFailure) return { kind: 'exhausted' };
  return run(remediation.strategy);
}

function run(action: ReleaseAction): Choice {
  return { kind: 'run', action };
}
