import type { ObjectHealth } from '@gotk/apply';
import { computeStatus } from '@gotk/kstatus';
import { fieldOf, type KubeObject, parseApiVersion } from '@gotk/objects';

/** How far a hook is: Jobs and Pods must complete, everything else is done once it is there. */
export function hookHealth(object: KubeObject, nowMs: number): ObjectHealth {
  const { group } = parseApiVersion(object.apiVersion);
  if (object.kind === 'Job' && group === 'batch') {
    return computeStatus(object, { nowMs, jobsCurrentWhen: 'completed' });
  }
  if (object.kind === 'Pod' && group === '') return podHealth(object);
  return { status: 'Current', message: 'Resource is current' };
}

function podHealth(pod: KubeObject): ObjectHealth {
  const name = pod.metadata.name ?? '';
  switch (fieldOf(pod, 'status', 'phase')) {
    case 'Succeeded':
      return { status: 'Current', message: `pod ${name} succeeded` };
    case 'Failed':
      return { status: 'Failed', message: `pod ${name} failed` };
    default:
      return { status: 'InProgress', message: 'Pod in progress' };
  }
}
