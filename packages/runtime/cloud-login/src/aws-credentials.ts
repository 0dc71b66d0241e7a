import type { JsonObject } from '@gotk/json';
import { type Expiring, fetchJson, fetchText, form, type LoginContext, requireText } from './login-context.js';

/** Keys of an identity of AWS. */
export interface AwsKeys {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly sessionToken?: string;
}

export interface AwsOptions {
  readonly region: string;
  /** Of the service that gives keys for a token. Default: AWS's own for the region. */
  readonly stsEndpoint?: string | undefined;
}

const METADATA = 'http://169.254.169.254';
const CONTAINER = 'http://169.254.170.2';
const HOUR_MS = 3_600_000;

/**
 * The keys that this process has on AWS, asked for where AWS's own tools ask, in their order: variables, the role of a
 * Kubernetes service account, the container, the machine.
 *
 * @throws Error when there are none; keys and tokens are never in it.
 */
export async function fetchAwsKeys(
  context: LoginContext,
  options: AwsOptions,
  signal: AbortSignal,
): Promise<Expiring<AwsKeys>> {
  const { env, nowMs } = context;
  const { AWS_ACCESS_KEY_ID: accessKey = '', AWS_SECRET_ACCESS_KEY: secretKey = '' } = env;
  if (accessKey !== '' && secretKey !== '') {
    const sessionToken = env['AWS_SESSION_TOKEN'] || undefined;
    const value = { accessKey, secretKey, ...(sessionToken !== undefined && { sessionToken }) };
    return { value, expiresAtMs: nowMs() + HOUR_MS };
  }
  if (env['AWS_WEB_IDENTITY_TOKEN_FILE'] && env['AWS_ROLE_ARN']) return assumeRole(context, options, signal);
  const container = containerUrl(env);
  return container === undefined ? fetchFromMachine(context, signal) : fetchFromContainer(context, container, signal);
}

async function assumeRole(
  context: LoginContext,
  { region, stsEndpoint }: AwsOptions,
  signal: AbortSignal,
): Promise<Expiring<AwsKeys>> {
  const { env, readFile } = context;
  const url = stsEndpoint ?? env['AWS_ENDPOINT_URL_STS'] ?? `https://sts.${region}.${domainOf(region)}`;
  const request = form({
    Action: 'AssumeRoleWithWebIdentity',
    Version: '2011-06-15',
    RoleArn: env['AWS_ROLE_ARN'] ?? '',
    RoleSessionName: env['AWS_ROLE_SESSION_NAME'] || 'flux',
    WebIdentityToken: (await readFile(env['AWS_WEB_IDENTITY_TOKEN_FILE'] ?? '')).trim(),
  });
  const answer = await fetchText(context, { method: 'POST', url, ...request }, signal);
  const field = (name: string): string => new RegExp(`<${name}>([^<]+)</${name}>`).exec(answer)?.[1] ?? '';
  const fields = ['AccessKeyId', 'SecretAccessKey', 'SessionToken', 'Expiration'];
  return keysOf(Object.fromEntries(fields.map((name) => [name, field(name)])), 'SessionToken');
}

/** Where the services of a region are. */
export function domainOf(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}

function containerUrl(env: LoginContext['env']): string | undefined {
  const relative = env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'];
  return relative ? `${CONTAINER}${relative}` : env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] || undefined;
}

async function fetchFromContainer(context: LoginContext, url: string, signal: AbortSignal): Promise<Expiring<AwsKeys>> {
  const { env, readFile } = context;
  const file = env['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'];
  const token = file ? (await readFile(file)).trim() : env['AWS_CONTAINER_AUTHORIZATION_TOKEN'];
  const headers = token ? { authorization: token } : {};
  return keysOf(await fetchJson(context, { method: 'GET', url, headers }, signal), 'Token');
}

/** By the second version of the metadata service, which asks for a token first. */
async function fetchFromMachine(context: LoginContext, signal: AbortSignal): Promise<Expiring<AwsKeys>> {
  const base = (context.env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] || METADATA).replace(/\/+$/, '');
  const asking = { 'x-aws-ec2-metadata-token-ttl-seconds': '300' };
  const tokenRequest = { method: 'PUT', url: `${base}/latest/api/token`, headers: asking } as const;
  const token = await fetchText(context, tokenRequest, signal);
  const headers = { 'x-aws-ec2-metadata-token': token };
  const url = `${base}/latest/meta-data/iam/security-credentials/`;
  const [role = ''] = (await fetchText(context, { method: 'GET', url, headers }, signal)).split('\n');
  const answer = await fetchJson(
    context,
    { method: 'GET', url: url + encodeURIComponent(role.trim()), headers },
    signal,
  );
  return keysOf(answer, 'Token');
}

function keysOf(answer: JsonObject, tokenField: string): Expiring<AwsKeys> {
  const accessKey = requireText(answer, 'AccessKeyId');
  const secretKey = requireText(answer, 'SecretAccessKey');
  const sessionToken = requireText(answer, tokenField);
  const expiresAtMs = Date.parse(requireText(answer, 'Expiration'));
  return { value: { accessKey, secretKey, sessionToken }, expiresAtMs };
}
