import type { ReconcileContext } from '@gotk/controller-runtime';
import { createHttpSend, type TlsOptions } from '@gotk/http';
import {
  assumeLdapRole,
  createAzureStorage,
  createGcsStorage,
  createS3Storage,
  type ObjectStorage,
  readAzureCredential,
  type S3Credentials,
} from '@gotk/object-storage';
import { readProxySecret } from '../../access/read-proxy-secret.js';
import { readSecret, type SecretData } from '../../access/read-secret.js';
import { requireTls } from '../../access/read-tls.js';
import { SourceFailure, tellingFailures } from '../../conditions/source-failure.js';
import type { SourceDeps } from '../../source-deps.js';
import type { Bucket, StsSpec } from '../parse-bucket.js';

type Context = ReconcileContext<Bucket>;

/** Of the service that gives keys, where the Bucket names none. */
const DEFAULT_REGION = 'us-east-1';

/** A client of the storage that a Bucket names, with its credentials, certificates and proxy. */
export async function connectBucket(deps: SourceDeps, context: Context, signal: AbortSignal): Promise<ObjectStorage> {
  const { decoded } = context.object;
  refuseUnsupported(context.object);
  return tellingFailures({ condition: 'FetchFailed', reason: 'AuthenticationFailed' }, async () => {
    const access = await readAccess(context);
    const { proxyUrl } = access;
    const connection = { ...(proxyUrl !== undefined && { proxyUrl }) };
    const tls = decoded.provider === 'generic' ? access.tls : undefined;
    const send = createHttpSend(deps.http, { ...connection, ...(tls !== undefined && { tls }) });
    const { endpoint, insecure, region } = decoded;
    if (decoded.provider === 'azure') {
      const secretName = decoded.secretName ?? '';
      const { secret } = access;
      const credential =
        secret === undefined ? ({ kind: 'anonymous' } as const) : readAzureCredential(secret, { endpoint, secretName });
      return createAzureStorage({ send, endpoint, credential, nowMs: context.nowMs });
    }
    if (decoded.provider === 'gcp') {
      const serviceAccount = requireServiceAccount(context, access.secret);
      return createGcsStorage({ send, endpoint, insecure, nowMs: context.nowMs, ...serviceAccount });
    }
    const stsSend = createHttpSend(deps.http, {
      ...connection,
      ...(access.stsTls !== undefined && { tls: access.stsTls }),
    });
    const credentials =
      readKeys(context, access.secret) ??
      (decoded.provider === 'aws' && decoded.secretName === undefined
        ? await logIn(deps, context, signal)
        : await login(access, { sts: decoded.sts, send: stsSend }, signal));
    return createS3Storage({ send, endpoint, insecure, region, ...(credentials !== undefined && { credentials }) });
  });
}

/** By the identity of this process on AWS. */
function logIn({ cloudLogins }: SourceDeps, { object }: Context, signal: AbortSignal): Promise<S3Credentials> {
  const { region, sts } = object.decoded;
  const options = { region: region || DEFAULT_REGION, stsEndpoint: sts?.endpoint };
  return failing('AWS authentication failed', () => cloudLogins.awsKeys(options, signal));
}

/** What only machines of a cloud can do, or there is no code for yet, is refused by its name. */
function refuseUnsupported({ decoded }: Bucket): void {
  const { provider, serviceAccountName, sts } = decoded;
  if (provider !== 'generic' && serviceAccountName !== undefined) {
    const gate = 'please enable the ObjectLevelWorkloadIdentity feature gate in the controller';
    throw stalled('FeatureGateDisabled', `to use spec.serviceAccountName for provider authentication ${gate}`);
  }
  if (sts !== undefined) requireSts(provider, sts);
}

/** The API server has looked at this before. */
function requireSts(bucketProvider: string, { provider, secretName, certSecretName }: StsSpec): void {
  const expected = { aws: 'aws', generic: 'ldap' }[bucketProvider];
  const invalid = (message: string): SourceFailure => stalled('InvalidSTSConfiguration', message);
  if (expected === undefined)
    throw invalid(`STS configuration is not supported for '${bucketProvider}' bucket provider`);
  if (provider !== expected) {
    throw invalid(`STS provider '${provider}' is not supported for '${bucketProvider}' bucket provider`);
  }
  if (provider !== 'aws') return;
  const refused = secretName !== undefined ? 'secretRef' : certSecretName !== undefined ? 'certSecretRef' : undefined;
  if (refused !== undefined) throw invalid(`spec.sts.${refused} is not required for the '${provider}' STS provider`);
}

function stalled(reason: string, message: string): SourceFailure {
  return new SourceFailure({ kind: 'stalled', condition: 'FetchFailed', reason, message });
}

interface BucketAccess {
  readonly secret: SecretData | undefined;
  readonly stsSecret: SecretData | undefined;
  readonly proxyUrl: string | undefined;
  readonly tls: TlsOptions | undefined;
  readonly stsTls: TlsOptions | undefined;
}

async function readAccess(context: Context): Promise<BucketAccess> {
  const { secretName, sts, proxySecretName, certSecretName } = context.object.decoded;
  return {
    secret: await readOptional(context, secretName, 'secret'),
    stsSecret: await readOptional(context, sts?.secretName, 'STS secret'),
    proxyUrl: proxySecretName === undefined ? undefined : await readProxy(context, proxySecretName),
    tls: await readCertificates(context, certSecretName, 'TLS config'),
    stsTls: await readCertificates(context, sts?.certSecretName, 'STS TLS config'),
  };
}

async function readOptional(context: Context, name: string | undefined, what: string): Promise<SecretData | undefined> {
  if (name === undefined) return undefined;
  return failing(`failed to get ${what} '${context.key.namespace}/${name}'`, () => readSecret(context, name));
}

function readProxy(context: Context, name: string): Promise<string> {
  return failing('failed to get proxy URL', () => readProxySecret(context, name));
}

async function readCertificates(
  context: Context,
  name: string | undefined,
  what: string,
): Promise<TlsOptions | undefined> {
  if (name === undefined) return undefined;
  const fullName = `${context.key.namespace}/${name}`;
  return failing(`failed to get ${what}`, async () => {
    const secret = await failing(`failed to get secret '${fullName}'`, () => readSecret(context, name));
    return requireTls(secret, fullName);
  });
}

async function failing<T>(message: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    throw new Error(`${message}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

function requireServiceAccount(
  { object }: Context,
  secret: SecretData | undefined,
): { readonly serviceAccount?: string } {
  if (secret === undefined) return {};
  const serviceAccount = secret.get('serviceaccount');
  if (serviceAccount !== undefined) return { serviceAccount };
  throw new Error(`invalid '${object.decoded.secretName}' secret data: required fields 'serviceaccount'`);
}

/** Keys that are there but empty count as none. */
function readKeys({ object }: Context, secret: SecretData | undefined): S3Credentials | undefined {
  if (secret === undefined) return undefined;
  const [accessKey, secretKey] = [secret.get('accesskey'), secret.get('secretkey')];
  if (accessKey === undefined || secretKey === undefined) {
    const required = "required fields 'accesskey' and 'secretkey'";
    throw new Error(`invalid '${object.decoded.secretName}' secret data: ${required}`);
  }
  return accessKey === '' || secretKey === '' ? undefined : { accessKey, secretKey };
}

async function login(
  { stsSecret }: BucketAccess,
  { sts, send }: { readonly sts: StsSpec | undefined; readonly send: ReturnType<typeof createHttpSend> },
  signal: AbortSignal,
): Promise<S3Credentials | undefined> {
  if (sts?.provider !== 'ldap') return undefined;
  const [username, password] = ['username', 'password'].map((field) => stsSecret?.get(field) ?? '');
  if (stsSecret !== undefined && (username === '' || password === '')) {
    const required = 'required fields username, password';
    throw new Error(`invalid '${sts.secretName}' secret data for '${sts.provider}' STS provider: ${required}`);
  }
  return assumeLdapRole(send, { endpoint: sts.endpoint, username: username ?? '', password: password ?? '' }, signal);
}
