import { isJsonObject, type JsonValue } from '@gotk/json';
import { domainOf, fetchAwsKeys } from './aws-credentials.js';
import { fetchAzureToken } from './azure-token.js';
import { fetchGoogleToken } from './google-token.js';
import { type Expiring, fetchJson, form, type LoginContext, requireText } from './login-context.js';

/** User name and password for a registry. */
export interface RegistryLogin {
  readonly username: string;
  readonly password: string;
}

/** Clouds whose registries there are logins for; as in `spec.provider`. */
export type CloudProvider = 'aws' | 'azure' | 'gcp';

const ECR =
  /^[0-9]{12}\.dkr[.-]ecr(?:-fips)?\.([a-zA-Z0-9][a-zA-Z0-9_-]{0,99})\.(amazonaws\.(?:com(?:\.cn)?|eu)|on\.(?:aws|amazonwebservices\.com\.cn)|sc2s\.sgov\.gov|c2s\.ic\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$/;
const PUBLIC_ECR = ['public.ecr.aws', 'ecr-public.aws.com'];
const ACR = /^.+\.(azurecr\.io|azurecr\.cn|azurecr\.de|azurecr\.us)$/;
const GAR = /^(((.+\.)?gcr\.io)|(.+-docker\.pkg\.dev)|(docker\.s3nsregistry\.fr))$/;
const ACR_USER = '00000000-0000-0000-0000-000000000000';
const HOUR_MS = 3_600_000;

/**
 * Logs in to a registry of a cloud with the identity of this process.
 *
 * @param registry host of the registry.
 * @throws Error for a registry that is not the cloud's, in Flux's words, and when there is no identity.
 */
export function loginToRegistry(
  context: LoginContext,
  { provider, registry }: { readonly provider: CloudProvider; readonly registry: string },
  signal: AbortSignal,
): Promise<Expiring<RegistryLogin>> {
  if (provider === 'aws') return loginToEcr(context, registry, signal);
  return provider === 'azure' ? loginToAcr(context, registry, signal) : loginToGoogle(context, registry, signal);
}

async function loginToEcr(
  context: LoginContext,
  registry: string,
  signal: AbortSignal,
): Promise<Expiring<RegistryLogin>> {
  const isPublic = PUBLIC_ECR.includes(registry);
  const region = isPublic ? 'us-east-1' : ECR.exec(registry)?.[1];
  if (region === undefined) throw wrongRegistry('AWS', registry, ECR);
  const { value: keys } = await fetchAwsKeys(context, { region }, signal);
  const service = isPublic ? 'ecr-public' : 'ecr';
  const host = isPublic ? `https://api.ecr-public.${region}` : `https://api.ecr.${region}`;
  const variable = isPublic ? 'AWS_ENDPOINT_URL_ECR_PUBLIC' : 'AWS_ENDPOINT_URL_ECR';
  const url = context.env[variable] || `${host}.${domainOf(region)}`;
  const target = isPublic ? 'SpencerFrontendService' : 'AmazonEC2ContainerRegistry_V20150921';
  const request = {
    method: 'POST',
    url,
    body: '{}',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${target}.GetAuthorizationToken` },
  } as const;
  const { AwsV4Signer } = await import('aws4fetch');
  const { accessKey: accessKeyId, secretKey: secretAccessKey, sessionToken } = keys;
  const identity = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
  const signed = await new AwsV4Signer({ ...request, ...identity, service, region, allHeaders: true }).sign();
  const { host: _host, ...headers } = Object.fromEntries(signed.headers);
  const { authorizationData: data } = await fetchJson(context, { ...request, headers }, signal);
  const first: JsonValue | undefined = Array.isArray(data) ? (data as readonly JsonValue[])[0] : data;
  if (!isJsonObject(first)) throw new Error('no authorization data returned');
  const [username, password, ...others] = Buffer.from(requireText(first, 'authorizationToken'), 'base64')
    .toString('utf8')
    .split(':');
  if (username === undefined || password === undefined || others.length > 0) {
    throw new Error('invalid authorization token format');
  }
  const seconds = Number(first['expiresAt']);
  const expiresAtMs = Number.isFinite(seconds) ? seconds * 1000 : context.nowMs() + HOUR_MS;
  return { value: { username, password }, expiresAtMs };
}

async function loginToAcr(
  context: LoginContext,
  registry: string,
  signal: AbortSignal,
): Promise<Expiring<RegistryLogin>> {
  if (!ACR.test(registry)) throw wrongRegistry('Azure', registry, ACR);
  const token = await fetchAzureToken(context, 'https://management.azure.com', signal);
  const fields = { grant_type: 'access_token', service: registry, access_token: token.value };
  const url = `https://${registry}/oauth2/exchange`;
  const answer = await fetchJson(context, { method: 'POST', url, ...form(fields) }, signal);
  const password = requireText(answer, 'refresh_token');
  return { value: { username: ACR_USER, password }, expiresAtMs: expiryOf(password) ?? token.expiresAtMs };
}

/** When a token says that it ends. */
function expiryOf(token: string): number | undefined {
  const claims = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
  const seconds = /"exp"\s*:\s*(\d+)/.exec(claims)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

async function loginToGoogle(
  context: LoginContext,
  registry: string,
  signal: AbortSignal,
): Promise<Expiring<RegistryLogin>> {
  if (!GAR.test(registry)) throw wrongRegistry('GCP', registry, GAR);
  const { value: password, expiresAtMs } = await fetchGoogleToken(context, signal);
  return { value: { username: 'oauth2accesstoken', password }, expiresAtMs };
}

function wrongRegistry(cloud: string, registry: string, pattern: RegExp): Error {
  return new Error(`invalid ${cloud} registry: '${registry}'. must match ${pattern.source}`);
}
