import { keyOf, renderObjectName } from '@gotk/objects';
import type { Drift } from './detect-drift.js';

/** One line for each difference, as Flux tells them. */
export function summarizeDrift(drifts: readonly Drift[]): string {
  return drifts.map((drift) => `${renderObjectName(keyOf(drift.desired))} ${describe(drift)}`).join('\n');
}

function describe(drift: Drift): string {
  switch (drift.kind) {
    case 'removed':
      return 'removed';
    case 'excluded':
      return 'excluded';
    case 'changed': {
      const count = (op: string): number => drift.patch.filter((operation) => operation.op === op).length;
      return `changed (${count('add')} additions, ${count('replace')} changes, ${count('remove')} removals)`;
    }
  }
}
