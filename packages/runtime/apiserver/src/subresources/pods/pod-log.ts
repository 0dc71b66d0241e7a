import { invalidField, type KubeObject } from '@gotk/objects';
import { internalError } from '../../errors/api-errors.js';
import { invalidObject } from '../../errors/invalid-object.js';
import type { Query } from '../../request/api-request.js';
import { type ApiResponse, textResponse } from '../../request/api-response.js';
import type { ResourceRequest } from '../../request/resource-request.js';
import type { PodLog, PodLogLine } from './pod-log-source.js';
import { containerOf, podOf, requireNode } from './pod-on-node.js';

/** `GET` of `pods/NAME/log`. Simulated pods say nothing but what the server was given a source for; no node keeps any log. */
export function podLog(_verb: string, request: ResourceRequest): ApiResponse {
  checkOptions(request.http.query);
  const pod = podOf(request);
  containerOf(pod, request.http.query.get('container') ?? '');
  const log = request.core.podLog?.(pod as unknown as KubeObject); // By the collection's codec.
  if (log !== undefined) return serveLog(log, request);
  const { nodeName = '' } = pod.spec;
  if (nodeName === '') return textResponse(200, '');
  requireNode(request, pod);
  throw internalError(`error dialing backend: the node ${JSON.stringify(nodeName)} runs no kubelet`);
}

/** What cannot be asked for. @throws ApiError (422) */
function checkOptions(query: Query): void {
  const lowest = { tailLines: 0, limitBytes: 1, sinceSeconds: 1 };
  const errors = Object.entries(lowest).flatMap(([name, least]) => {
    const text = query.get(name) ?? '';
    if (!/^-?\d+$/.test(text) || Number(text) >= least) return [];
    const detail = least === 0 ? 'must be greater than or equal to 0' : 'must be greater than 0';
    return [invalidField(name, Number(text), detail)];
  });
  if (errors.length > 0) throw invalidObject({ group: '', kind: 'PodLogOptions' }, '', errors);
}

function serveLog(log: PodLog, { core, http }: ResourceRequest): ApiResponse {
  const { query, signal } = http;
  const hasTimes = query.get('timestamps') === 'true';
  const render = ({ timeMs, text }: PodLogLine): string =>
    hasTimes ? `${new Date(timeMs).toISOString()} ${text}\n` : `${text}\n`;
  const known = wantedLines(log.lines, query, core.clock.now()).map(render).join('');
  if (query.get('follow') !== 'true') return textResponse(200, limited(known, query));
  return { kind: 'stream', status: 200, headers: textResponse(200, '').headers, events: followed() };

  async function* followed(): AsyncIterable<string> {
    if (known !== '') yield known;
    for await (const line of log.follow(signal)) yield render(line);
  }
}

function wantedLines(lines: readonly PodLogLine[], query: Query, nowMs: number): readonly PodLogLine[] {
  const sinceMs = Math.max(
    nowMs - numberOf(query, 'sinceSeconds', Number.POSITIVE_INFINITY) * 1000,
    Date.parse(query.get('sinceTime') ?? '') || 0,
  );
  const recent = lines.filter(({ timeMs }) => timeMs >= sinceMs);
  const tail = numberOf(query, 'tailLines', recent.length);
  return tail === 0 ? [] : recent.slice(-tail);
}

function limited(text: string, query: Query): string {
  const limitBytes = numberOf(query, 'limitBytes', Number.POSITIVE_INFINITY);
  return Number.isFinite(limitBytes) ? Buffer.from(text).subarray(0, limitBytes).toString('utf8') : text;
}

function numberOf(query: Query, name: string, otherwise: number): number {
  const text = query.get(name) ?? '';
  return /^\d+$/.test(text) ? Number(text) : otherwise;
}
