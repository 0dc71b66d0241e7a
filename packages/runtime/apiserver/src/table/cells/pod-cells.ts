import type { JsonValue } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { age, count, list, or, since, text } from './cell-texts.js';

/** A pod's row: what its containers do, in one word. */
export function podCells(pod: KubeObject, nowMs: number): readonly JsonValue[] {
  const { ready, total, reason, restarts, lastRestart } = summarize(pod);
  const restartText =
    restarts > 0 && lastRestart !== '' ? `${restarts} (${since(lastRestart, nowMs)} ago)` : String(restarts);
  return [
    pod.metadata.name ?? '',
    `${ready}/${total}`,
    reason,
    restartText,
    age(pod, nowMs),
    or(text(list(pod, 'status', 'podIPs')[0], 'ip'), '<none>'),
    or(text(pod, 'spec', 'nodeName'), '<none>'),
    or(text(pod, 'status', 'nominatedNodeName'), '<none>'),
    readinessGates(pod),
  ];
}

interface Restarts {
  restarts: number;
  lastRestart: string;
}

interface PodSummary extends Restarts {
  ready: number;
  total: number;
  reason: string;
}

function summarize(pod: KubeObject): PodSummary {
  const sidecars = list(pod, 'spec', 'initContainers').filter(
    (container) => text(container, 'restartPolicy') === 'Always',
  );
  const summary: PodSummary = {
    ready: 0,
    total: list(pod, 'spec', 'containers').length + sidecars.length,
    reason: or(text(pod, 'status', 'reason'), text(pod, 'status', 'phase')),
    restarts: 0,
    lastRestart: '',
  };
  if (isGated(pod)) summary.reason = 'SchedulingGated';
  const names = sidecars.map((container) => text(container, 'name'));
  const initializing = readInitContainers(pod, names, summary);
  if (!initializing || hasCondition(pod, 'Initialized')) readContainers(pod, summary);
  if (pod.metadata.deletionTimestamp !== undefined) {
    const phase = text(pod, 'status', 'phase');
    if (text(pod, 'status', 'reason') === 'NodeLost') summary.reason = 'Unknown';
    else if (phase !== 'Succeeded' && phase !== 'Failed') summary.reason = 'Terminating';
  }
  return summary;
}

function isGated(pod: KubeObject): boolean {
  const conditions = list(pod, 'status', 'conditions');
  return conditions.some((item) => text(item, 'type') === 'PodScheduled' && text(item, 'reason') === 'SchedulingGated');
}

function hasCondition(pod: KubeObject, type: string): boolean {
  return list(pod, 'status', 'conditions').some(
    (item) => text(item, 'type') === type && text(item, 'status') === 'True',
  );
}

/** @returns whether the pod is still starting. */
function readInitContainers(pod: KubeObject, sidecars: readonly string[], summary: PodSummary): boolean {
  const statuses = list(pod, 'status', 'initContainerStatuses');
  const ofSidecars: Restarts = { restarts: 0, lastRestart: '' };
  for (const [index, status] of statuses.entries()) {
    addRestarts(status, summary);
    const isSidecar = sidecars.includes(text(status, 'name'));
    if (isSidecar) addRestarts(status, ofSidecars);
    const terminated = fieldOf(status, 'state', 'terminated');
    if (terminated !== undefined && count(terminated, 'exitCode') === 0) continue;
    if (isSidecar && fieldOf(status, 'started') === true) {
      if (fieldOf(status, 'ready') === true) summary.ready++;
      continue;
    }
    const waiting = text(status, 'state', 'waiting', 'reason');
    if (terminated !== undefined) summary.reason = `Init:${endOf(terminated)}`;
    else if (waiting !== '' && waiting !== 'PodInitializing') summary.reason = `Init:${waiting}`;
    else summary.reason = `Init:${index}/${list(pod, 'spec', 'initContainers').length}`;
    return true;
  }
  Object.assign(summary, ofSidecars);
  return false;
}

function readContainers(pod: KubeObject, summary: PodSummary): void {
  let running = false;
  let failure = '';
  for (const status of [...list(pod, 'status', 'containerStatuses')].reverse()) {
    addRestarts(status, summary);
    const terminated = fieldOf(status, 'state', 'terminated');
    const waiting = text(status, 'state', 'waiting', 'reason');
    if (waiting !== '') summary.reason = waiting;
    else if (terminated !== undefined) {
      summary.reason = endOf(terminated);
      if (count(terminated, 'exitCode') !== 0) failure = summary.reason;
    } else if (fieldOf(status, 'ready') === true && fieldOf(status, 'state', 'running') !== undefined) {
      running = true;
      summary.ready++;
    }
  }
  if (summary.reason !== 'Completed') return;
  if (running && hasCondition(pod, 'Ready')) summary.reason = 'Running';
  else if (failure !== '') summary.reason = failure;
  else if (running) summary.reason = 'NotReady';
}

function endOf(terminated: JsonValue): string {
  const signal = count(terminated, 'signal');
  return or(
    text(terminated, 'reason'),
    signal === 0 ? `ExitCode:${count(terminated, 'exitCode')}` : `Signal:${signal}`,
  );
}

function addRestarts(status: JsonValue, summary: Restarts): void {
  summary.restarts += count(status, 'restartCount');
  const finished = text(status, 'lastState', 'terminated', 'finishedAt');
  if (finished > summary.lastRestart) summary.lastRestart = finished;
}

function readinessGates(pod: KubeObject): string {
  const gates = list(pod, 'spec', 'readinessGates');
  if (gates.length === 0) return '<none>';
  return `${gates.filter((gate) => hasCondition(pod, text(gate, 'conditionType'))).length}/${gates.length}`;
}
