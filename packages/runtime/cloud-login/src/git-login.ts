import { createHash, createHmac } from 'node:crypto';
import { type AwsKeys, fetchAwsKeys } from './aws-credentials.js';
import { fetchAzureToken } from './azure-token.js';
import type { Expiring, LoginContext } from './login-context.js';

/** What gets into a Git server. */
export type GitLogin =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string };

/** Clouds whose Git servers there are logins for; as in `spec.provider`. */
export type GitCloudProvider = 'aws' | 'azure';

const AZURE_DEVOPS = '499b84ac-1321-427f-aa17-267ca6975798';
const SIGNATURE_VALID_MS = 15 * 60_000;
const CODECOMMIT = /^git-codecommit(?:-fips)?\.([^.]+)\..*amazonaws\.com(?:\.cn)?$/;

/**
 * Logs in to a Git server of a cloud with the identity of this process: AWS CodeCommit or Azure DevOps.
 *
 * @throws Error for a URL that is not the cloud's, in Flux's words, and when there is no identity.
 */
export async function loginToGit(
  context: LoginContext,
  { provider, url }: { readonly provider: GitCloudProvider; readonly url: URL },
  signal: AbortSignal,
): Promise<Expiring<GitLogin>> {
  if (provider === 'azure') {
    const { value: token, expiresAtMs } = await fetchAzureToken(context, AZURE_DEVOPS, signal);
    return { value: { kind: 'bearer', token }, expiresAtMs };
  }
  const region = requireRegion(url);
  const { value: keys, expiresAtMs } = await fetchAwsKeys(context, { region }, signal);
  const nowMs = context.nowMs();
  const value = { kind: 'basic', ...signUrl(url, { keys, region, nowMs }) } as const;
  return { value, expiresAtMs: Math.min(expiresAtMs, nowMs + SIGNATURE_VALID_MS) };
}

function requireRegion({ protocol, hostname, host }: URL): string {
  if (protocol !== 'https:') throw new Error('AWS CodeCommit authentication requires an HTTPS Git URL');
  const region = CODECOMMIT.exec(hostname)?.[1];
  if (region === undefined) throw new Error(`invalid AWS CodeCommit Git URL: ${host}`);
  return region;
}

interface Signing {
  readonly keys: AwsKeys;
  readonly region: string;
  readonly nowMs: number;
}

/** The form of version 4 of AWS's signatures that CodeCommit takes for a password: only host and path are signed. */
function signUrl(
  { hostname, pathname }: URL,
  { keys, region, nowMs }: Signing,
): { readonly username: string; readonly password: string } {
  const time = new Date(nowMs).toISOString().replace(/[-:]|\.\d+Z/g, '');
  const scope = [time.slice(0, 8), region, 'codecommit', 'aws4_request'];
  const request = ['GIT', pathname, '', `host:${hostname}`, '', 'host', ''].join('\n');
  const digest = createHash('sha256').update(request).digest('hex');
  const key = scope.reduce<Buffer | string>((known, part) => hmac(known, part), `AWS4${keys.secretKey}`);
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope.join('/'), digest].join('\n')).toString('hex');
  const session = keys.sessionToken === undefined ? '' : `%${keys.sessionToken}`;
  return { username: `${keys.accessKey}${session}`, password: `${time}Z${signature}` };
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
