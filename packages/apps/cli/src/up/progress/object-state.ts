import { type Condition, findCondition, parseConditions } from '@gotk/conditions';
import { computeStatus } from '@gotk/kstatus';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { isStatic, isSuspended } from '../../kinds/cli-kind.js';
import type { ProgressState } from './progress-node.js';

/** State and message of one object. */
export interface ObjectState {
  readonly state: ProgressState;
  readonly message: string;
}

/** Reasons of a Ready condition that speak of something else that is not ready. */
const WAITING_REASONS: ReadonlySet<string> = new Set(['DependencyNotReady', 'SourceNotReady']);

/** How far an object of Flux is, by its own conditions. */
export function fluxState(object: KubeObject, { isHandled }: { readonly isHandled: boolean }): ObjectState {
  if (isStatic(object)) return { state: 'ready', message: '' };
  if (isSuspended(object)) return { state: 'suspended', message: 'suspended' };
  if (!isHandled) return { state: 'unhandled', message: `no controller for ${object.kind} runs here` };
  const conditions = parseConditions(object);
  const ready = findCondition(conditions, 'Ready');
  const stalled = findCondition(conditions, 'Stalled');
  if (isBehind(object, ready)) return { state: 'progressing', message: '' };
  if (stalled?.status === 'True') {
    return { state: 'failed', message: withCause(ready?.message ?? stalled.message, conditions) };
  }
  if (ready === undefined) return { state: 'progressing', message: '' };
  const state = stateOf(ready, conditions);
  return { state, message: state === 'failed' ? withCause(ready.message, conditions) : ready.message };
}

/** A release that was rolled back or uninstalled says so alone; why is in another condition. */
function withCause(message: string, conditions: readonly Condition[]): string {
  if (findCondition(conditions, 'Remediated')?.status !== 'True') return message;
  const released = findCondition(conditions, 'Released');
  return released?.status === 'False' ? `${message}, after: ${released.message}` : message;
}

function stateOf(ready: Condition, conditions: readonly Condition[]): ProgressState {
  if (ready.status === 'True') return isReconciling(conditions) ? 'progressing' : 'ready';
  if (ready.status === 'Unknown') return 'progressing';
  return WAITING_REASONS.has(ready.reason) ? 'waiting' : 'failed';
}

/** Work that goes on; a retry after a failure does not count. */
function isReconciling(conditions: readonly Condition[]): boolean {
  const reconciling = findCondition(conditions, 'Reconciling');
  return reconciling?.status === 'True' && reconciling.reason !== 'ProgressingWithRetry';
}

/** Whether the conditions are about an older spec. `status.observedGeneration` tells it only of what was ready once. */
function isBehind(object: KubeObject, ready: Condition | undefined): boolean {
  const observed = ready?.observedGeneration ?? fieldOf(object, 'status', 'observedGeneration');
  return typeof observed === 'number' && observed !== object.metadata.generation;
}

/** How far any other object is. `undefined`: it is not there (yet). */
export function plainState(object: KubeObject | undefined, nowMs: number): ObjectState {
  if (object === undefined) return { state: 'progressing', message: 'not found' };
  try {
    const { status, message } = computeStatus(object, { nowMs, jobsCurrentWhen: 'completed' });
    if (status === 'Current') return { state: 'ready', message: '' };
    return { state: status === 'Failed' ? 'failed' : 'progressing', message };
  } catch (error) {
    return { state: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}
