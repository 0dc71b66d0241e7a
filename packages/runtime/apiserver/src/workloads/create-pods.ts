import { ApiError } from '@gotk/kube-client';
import type { KubeObject } from '@gotk/objects';
import { tell } from './events/tell.js';
import { createObject, type WorkloadContext } from './workload-context.js';

/** Pods to create for an owner. */
export interface PodsToCreate {
  readonly count: number;
  /** How many more there may be. */
  readonly allowed: number;
  readonly make: () => KubeObject;
  /** The controller, as its Events name it. */
  readonly component: string;
}

/** What came of it; `error` is what the first pod that could not be created failed with. */
export interface CreatedPods {
  readonly created: number;
  /** Why there are fewer than wanted. */
  readonly problem?: string;
  readonly error?: unknown;
}

/** Creates pods one after the other, and tells of each; the first that fails ends it. */
export async function createPods(
  context: WorkloadContext,
  owner: KubeObject,
  { count, allowed, make, component }: PodsToCreate,
): Promise<CreatedPods> {
  const wanted = Math.min(count, Math.max(0, allowed));
  for (let created = 0; created < wanted; created++) {
    try {
      const pod = await createObject(context, make());
      await tell(context, owner, {
        reason: 'SuccessfulCreate',
        message: `Created pod: ${pod.metadata.name ?? ''}`,
        component,
      });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      await tellFailure(context, owner, { problem: error.message, component });
      return { created, problem: error.message, error };
    }
  }
  if (wanted === count) return { created: wanted };
  const problem = context.budget.refuse(owner);
  await tellFailure(context, owner, { problem, component });
  return { created: wanted, problem };
}

/** Tells that a pod could not be created. */
export async function tellFailure(
  context: WorkloadContext,
  owner: KubeObject,
  { problem, component }: { readonly problem: string; readonly component: string },
): Promise<void> {
  await tell(context, owner, {
    reason: 'FailedCreate',
    message: `Error creating: ${problem}`,
    component,
    type: 'Warning',
  });
}
