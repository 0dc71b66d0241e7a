import { type Expiring, fetchJson, type LoginContext, requireText } from './login-context.js';

const METADATA = 'metadata.google.internal';

/** A token of the identity that this process has on Google Cloud, from the metadata server of the machine or cluster. */
export async function fetchGoogleToken(context: LoginContext, signal: AbortSignal): Promise<Expiring<string>> {
  const { env, nowMs } = context;
  const host = env['GCE_METADATA_HOST'] || METADATA;
  const url = `http://${host}/computeMetadata/v1/instance/service-accounts/default/token`;
  const request = { method: 'GET', url, headers: { 'metadata-flavor': 'Google' } } as const;
  const answer = await fetchJson(context, request, signal);
  const seconds = Number(answer['expires_in']) || 0;
  return { value: requireText(answer, 'access_token'), expiresAtMs: nowMs() + seconds * 1000 };
}
