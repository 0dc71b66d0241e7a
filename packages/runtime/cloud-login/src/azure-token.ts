import { type Expiring, fetchJson, form, type LoginContext, requireText } from './login-context.js';

const AUTHORITY = 'https://login.microsoftonline.com';
const METADATA = 'http://169.254.169.254';

/**
 * A token of the identity that this process has on Azure: that of its Kubernetes service account, or of the machine.
 *
 * @param resource what the token is for, such as `https://management.azure.com`.
 */
export function fetchAzureToken(
  context: LoginContext,
  resource: string,
  signal: AbortSignal,
): Promise<Expiring<string>> {
  const { AZURE_FEDERATED_TOKEN_FILE: file = '' } = context.env;
  return file === '' ? fetchFromMachine(context, resource, signal) : exchange(context, { file, resource }, signal);
}

async function exchange(
  context: LoginContext,
  { file, resource }: { readonly file: string; readonly resource: string },
  signal: AbortSignal,
): Promise<Expiring<string>> {
  const { env, readFile, nowMs } = context;
  const authority = (env['AZURE_AUTHORITY_HOST'] || AUTHORITY).replace(/\/+$/, '');
  const url = `${authority}/${encodeURIComponent(env['AZURE_TENANT_ID'] ?? '')}/oauth2/v2.0/token`;
  const request = form({
    grant_type: 'client_credentials',
    client_id: env['AZURE_CLIENT_ID'] ?? '',
    scope: `${resource}/.default`,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: (await readFile(file)).trim(),
  });
  const answer = await fetchJson(context, { method: 'POST', url, ...request }, signal);
  return tokenOf(answer, nowMs());
}

async function fetchFromMachine(
  context: LoginContext,
  resource: string,
  signal: AbortSignal,
): Promise<Expiring<string>> {
  const { env, nowMs } = context;
  const base = (env['AZURE_POD_IDENTITY_AUTHORITY_HOST'] || METADATA).replace(/\/+$/, '');
  const url = new URL(`${base}/metadata/identity/oauth2/token`);
  const client = env['AZURE_CLIENT_ID'];
  url.search = new URLSearchParams({
    'api-version': '2018-02-01',
    resource: `${resource}/`,
    ...(client && { client_id: client }),
  }).toString();
  const request = { method: 'GET', url: url.href, headers: { metadata: 'true' } } as const;
  return tokenOf(await fetchJson(context, request, signal), nowMs());
}

function tokenOf(answer: Parameters<typeof requireText>[0], nowMs: number): Expiring<string> {
  const seconds = Number(answer['expires_in']) || 0;
  return { value: requireText(answer, 'access_token'), expiresAtMs: nowMs + seconds * 1000 };
}
