import { renderApiVersion } from '@gotk/objects';
import type { ApiCore } from '../core/api-core.js';
import { apiGroups } from '../discovery/api-groups.js';
import type { ApiRequest } from '../request/api-request.js';
import { type ApiResponse, jsonResponse } from '../request/api-response.js';
import { healthPaths } from './serve-health.js';

const OTHERS = [
  '/.well-known/openid-configuration',
  '/apis/',
  '/flagz',
  '/metrics',
  '/metrics/slis',
  '/openapi/v2',
  '/openapi/v3',
  '/openapi/v3/',
  '/openid/v1/jwks',
  '/statusz',
  '/version',
];

/** Serves `/`: where else there is something to be found; `undefined` for other paths. */
export function servePaths({ registry }: ApiCore, { segments, path }: ApiRequest): ApiResponse | undefined {
  if (segments.length > 0 || path !== '/') return undefined;
  const groups = apiGroups(registry).flatMap(({ name, versions }) => [
    `/apis/${name}`,
    ...versions.map((version) => `/apis/${renderApiVersion(name, version)}`),
  ]);
  return jsonResponse(200, { paths: ['/api', '/api/v1', '/apis', ...groups, ...OTHERS, ...healthPaths()].sort() });
}
