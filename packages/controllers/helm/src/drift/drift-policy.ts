import type { DriftPolicy } from '@gotk/drift-watch';
import { GROUP } from '../group.js';

/** What a HelmRelease looks at again: an object of which somebody else has taken a field, or which is gone. */
export function driftPolicy(fieldManager: string): DriftPolicy {
  return {
    group: GROUP,
    owns: ({ manager, subresource = '' }) => manager === fieldManager && subresource === '',
    pace: { per: 'owner', atOnce: 3 },
  };
}
