import { type FieldError, forbiddenField, invalidField, type KubeObject } from '@gotk/objects';
import { badRequest, internalError } from '../../errors/api-errors.js';
import { invalidObject } from '../../errors/invalid-object.js';
import type { Query } from '../../request/api-request.js';
import { type ApiResponse, textResponse } from '../../request/api-response.js';
import type { ResourceRequest } from '../../request/resource-request.js';
import type { PodLog, PodLogLine } from './pod-log-source.js';
import { containerOf, podOf, requireNode } from './pod-on-node.js';
import { simulatedLog } from './simulated-log.js';

/** `GET` of `pods/NAME/log`: what the server was given a source for, or that the pod is simulated; no node keeps any log. */
export function podLog(_verb: string, request: ResourceRequest): ApiResponse {
  checkOptions(request.http.query);
  const pod = podOf(request);
  const container = containerOf(pod, request.http.query.get('container') ?? '');
  const object = pod as unknown as KubeObject; // By the collection's codec.
  const log = request.core.podLog?.(object) ?? simulatedLog(object, container?.name ?? '');
  if (log !== undefined) return serveLog(log, request);
  const { nodeName = '' } = pod.spec;
  if (nodeName === '') return { kind: 'plain', status: 204, headers: {}, body: '' };
  requireNode(request, pod);
  throw internalError(`error dialing backend: the node ${JSON.stringify(nodeName)} runs no kubelet`);
}

const LOWEST = { tailLines: 0, limitBytes: 1, sinceSeconds: 1 };
const LAYOUT = '2006-01-02T15:04:05Z07:00';

/** What cannot be asked for. @throws ApiError (400 or 422) */
function checkOptions(query: Query): void {
  const errors: FieldError[] = [];
  const [seconds, time] = [query.get('sinceSeconds') ?? '', query.get('sinceTime') ?? ''];
  for (const [name, least] of Object.entries(LOWEST)) {
    const text = query.get(name) ?? '';
    if (text !== '' && !/^[-+]?\d+$/.test(text))
      throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
    if (text === '' || Number(text) >= least || (name === 'sinceSeconds' && time !== '')) continue;
    const detail = least === 0 ? 'must be greater than or equal to 0' : 'must be greater than 0';
    errors.push(invalidField(name, Number(text), detail));
  }
  if (time !== '' && Number.isNaN(Date.parse(time)))
    throw badRequest(
      `parsing time ${JSON.stringify(time)} as "${LAYOUT}": cannot parse ${JSON.stringify(time)} as "2006"`,
    );
  if (seconds !== '' && time !== '')
    errors.push(forbiddenField('[]', 'at most one of `sinceTime` or `sinceSeconds` may be specified'));
  if (query.get('stream') !== undefined && query.get('stream') !== '')
    errors.push(forbiddenField('stream', 'may not be specified'));
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
