import type { ApiRequest } from '../request/api-request.js';
import { type ApiResponse, textResponse } from '../request/api-response.js';

const ENDPOINTS = ['healthz', 'livez', 'readyz'];
const CHECKS = ['ping', 'log', 'etcd'];

/** Serves `/healthz`, `/livez` and `/readyz`; `undefined` for other paths. Whoever gets an answer finds the server well. */
export function serveHealth({ segments, query }: ApiRequest): ApiResponse | undefined {
  const [endpoint = '', check, ...rest] = segments;
  if (!ENDPOINTS.includes(endpoint) || rest.length > 0) return undefined;
  if (check !== undefined) return CHECKS.includes(check) ? textResponse(200, 'ok') : undefined;
  if (!query.has('verbose')) return textResponse(200, 'ok');
  const lines = CHECKS.map((name) => `[+]${name} ok\n`);
  return textResponse(200, `${lines.join('')}${endpoint} check passed\n`);
}
