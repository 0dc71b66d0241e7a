import { parseDurationMs } from '@gotk/duration';
import { badRequest, failure } from '../errors/api-errors.js';
import type { ApiRequest } from '../request/api-request.js';
import { type ApiResponse, textResponse } from '../request/api-response.js';

/** No request but those that stream takes longer. */
const MAX_MS = 60_000;

/** The answer of `work`, or that it took longer than the request's `timeout` allows. @throws ApiError */
export async function withinDeadline(request: ApiRequest, work: () => Promise<ApiResponse>): Promise<ApiResponse> {
  const wanted = timeoutOf(request);
  if (wanted === undefined) return work();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<ApiResponse>((resolve) => {
    timer = setTimeout(() => resolve(timedOut()), Math.min(wanted, MAX_MS));
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

function timeoutOf({ query }: ApiRequest): number | undefined {
  const text = query.get('timeout') ?? '';
  if (text === '') return undefined;
  const ms = durationOf(text);
  return ms > 0 ? ms : undefined;
}

function durationOf(text: string): number {
  try {
    return parseDurationMs(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw badRequest(`invalid timeout specified in the request URL - ${why}`);
  }
}

/** The Status comes as text, as whoever ends a late request knows nothing of media types. */
function timedOut(): ApiResponse {
  const message = 'Timeout: request did not complete within the allotted timeout';
  return textResponse(504, `${JSON.stringify(failure(504, 'Timeout', message, {}).status)}\n`);
}
