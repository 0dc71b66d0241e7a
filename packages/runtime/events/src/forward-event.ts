import { eventMetadata, referenceTo, renderSeconds } from './core-event.js';
import type { EventRequest } from './event-recorder.js';

/** Where events are posted to and how; everything but the address has Flux's defaults. */
export interface ForwardOptions {
  readonly url: string;
  readonly fetch: typeof fetch;
  /** Name of the machine or pod: `reportingInstance`. */
  readonly hostName: string;
  readonly sleep: (delayMs: number) => Promise<void>;
}

const TIMEOUT_MS = 5000;
const MAX_RETRIES = 4;
const MIN_WAIT_MS = 1000;
const MAX_WAIT_MS = 30_000;

/**
 * Posts an event to the events address, with retries when there is no answer or a 5xx. An answer of 429 means that the
 * event is a duplicate, and is the end of it.
 *
 * @returns a description of the failure, or `undefined`.
 */
export async function forwardEvent(
  { request, nowMs }: { readonly request: EventRequest; readonly nowMs: number },
  options: ForwardOptions,
): Promise<string | undefined> {
  const body = JSON.stringify(renderEventBody(request, { nowMs, hostName: options.hostName }));
  let failure: string | undefined;
  for (let attempt = 0; attempt <= MAX_RETRIES; attempt++) {
    if (attempt > 0) await options.sleep(Math.min(MIN_WAIT_MS * 2 ** (attempt - 1), MAX_WAIT_MS));
    const result = await post(body, options);
    if (result.kind === 'delivered') return undefined;
    failure = result.failure;
    if (result.kind === 'refused') return failure;
  }
  return failure;
}

/** The body that Flux's notification-controller reads; field order is Flux's. */
export function renderEventBody(
  request: EventRequest,
  { nowMs, hostName }: { readonly nowMs: number; readonly hostName: string },
): object {
  const metadata = eventMetadata(request);
  return {
    involvedObject: referenceTo(request.object),
    severity: request.severity,
    timestamp: renderSeconds(nowMs),
    message: request.message,
    reason: request.reason,
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
    reportingController: request.controller,
    reportingInstance: hostName,
  };
}

type PostResult =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'refused' | 'unavailable'; readonly failure: string };

async function post(body: string, { url, fetch }: ForwardOptions): Promise<PostResult> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.arrayBuffer();
    if (response.ok || response.status === 429) return { kind: 'delivered' };
    const failure = `the events address answered ${response.status}`;
    return { kind: response.status >= 500 ? 'unavailable' : 'refused', failure };
  } catch (error) {
    return { kind: 'unavailable', failure: error instanceof Error ? error.message : String(error) };
  }
}
