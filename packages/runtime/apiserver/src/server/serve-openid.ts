import { API_AUDIENCE } from '../auth/authentication.js';
import type { ApiCore } from '../core/api-core.js';
import { failure } from '../errors/api-errors.js';
import type { ApiRequest } from '../request/api-request.js';
import { type ApiResponse, jsonResponse } from '../request/api-response.js';

const KEY_SET_TYPE = 'application/jwk-set+json';

/** Serves what others need to check the tokens of service accounts; `undefined` for other paths. */
export function serveOpenId({ signingKey }: ApiCore, { path, headers }: ApiRequest): ApiResponse | undefined {
  if (path === '/.well-known/openid-configuration')
    return jsonResponse(200, {
      issuer: API_AUDIENCE,
      jwks_uri: `https://${headers['host'] ?? 'localhost'}/openid/v1/jwks`,
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    });
  if (path !== '/openid/v1/jwks') return undefined;
  requireKeySetType(headers['accept'] ?? '*/*');
  return jsonResponse(200, signingKey.keySet(), { 'content-type': KEY_SET_TYPE });
}

function requireKeySetType(accept: string): void {
  const types = accept.split(',').map((clause) => clause.split(';')[0]?.trim() ?? '');
  if (types.some((type) => ['', '*/*', KEY_SET_TYPE].includes(type))) return;
  throw failure(406, 'NotAcceptable', `406: Not Acceptable\n\nAvailable representations: ${KEY_SET_TYPE}`, {});
}
