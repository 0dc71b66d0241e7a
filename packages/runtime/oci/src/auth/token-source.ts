import { type HttpRequest, type HttpSend, readBody } from '@gotk/http';
import { isJsonObject, type JsonValue } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import { RegistryError } from '../client/registry-error.js';
import type { Challenge } from './parse-challenge.js';
import type { RegistryCredential } from './registry-credentials.js';

const MAX_TOKEN_BYTES = 1024 * 1024;
const CLIENT_ID = 'flux-typescript';

/**
 * Exchanges a credential for an access token at the service that a Bearer challenge names.
 *
 * @throws RegistryError when the service refuses; LocatedError `oci-token` when its answer holds none.
 */
export async function fetchToken(
  {
    challenge,
    credential,
    scope,
  }: { readonly challenge: Challenge; readonly credential: RegistryCredential; readonly scope: string },
  send: HttpSend,
  signal: AbortSignal,
): Promise<string> {
  const { realm = '', service = '' } = challenge.parameters;
  if (!URL.canParse(realm))
    throw new LocatedError({
      code: 'oci-token',
      message: `malformed www-authenticate, realm ${JSON.stringify(realm)} is no URL`,
    });
  const request =
    credential.kind === 'identity-token'
      ? exchangeRequest(realm, service, { scope, token: credential.token })
      : tokenRequest(realm, service, { scope, credential });
  const response = await send(request, signal);
  const body = Buffer.from(
    await readBody(response, { limitBytes: MAX_TOKEN_BYTES, what: 'the token response' }),
  ).toString('utf8');
  if (response.status !== 200)
    throw new RegistryError({ method: request.method, url: stripQuery(request.url), status: response.status, body });
  return parseToken(body);
}

function exchangeRequest(
  realm: string,
  service: string,
  { scope, token }: { readonly scope: string; readonly token: string },
): HttpRequest {
  const form = new URLSearchParams({
    scope,
    service,
    client_id: CLIENT_ID,
    grant_type: 'refresh_token',
    refresh_token: token,
  });
  return {
    method: 'POST',
    url: realm,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  };
}

function tokenRequest(
  realm: string,
  service: string,
  { scope, credential }: { readonly scope: string; readonly credential: RegistryCredential },
): HttpRequest {
  const url = new URL(realm);
  url.searchParams.append('scope', scope);
  if (service !== '') url.searchParams.set('service', service);
  return { method: 'GET', url: url.href, headers: basicHeader(credential) };
}

/** The `authorization` header of a name and password; none otherwise. */
export function basicHeader(credential: RegistryCredential): Readonly<Record<string, string>> {
  if (credential.kind !== 'basic') return {};
  return { authorization: `Basic ${Buffer.from(`${credential.username}:${credential.password}`).toString('base64')}` };
}

function stripQuery(url: string): string {
  return url.split('?')[0] ?? url;
}

function parseToken(body: string): string {
  const parsed = tryParse(body);
  const token = isJsonObject(parsed) ? (parsed['token'] ?? parsed['access_token']) : undefined;
  if (typeof token === 'string' && token !== '') return token;
  throw new LocatedError({ code: 'oci-token', message: 'no token in bearer response' });
}

function tryParse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
