import type { ReconcileContext } from '@gotk/controller-runtime';
import { createHttpSend, type TlsOptions } from '@gotk/http';
import { type CredentialLookup, createOciClient, type OciClient, parseRepositoryName } from '@gotk/oci';
import { cloudProvider } from '../../access/cloud-logins.js';
import { readProxySecret } from '../../access/read-proxy-secret.js';
import { pullSecretCredentials, readPullSecrets } from '../../access/read-pull-secrets.js';
import { readSecret, type SecretData } from '../../access/read-secret.js';
import { requireTls } from '../../access/read-tls.js';
import { tellingFailures } from '../../conditions/source-failure.js';
import type { SourceDeps } from '../../source-deps.js';
import type { OciRepository } from '../parse-oci-repository.js';

type Context = ReconcileContext<OciRepository>;

/** A client of the registry, with the credentials, certificates and proxy that the object names. */
export async function connectRegistry(deps: SourceDeps, context: Context, signal: AbortSignal): Promise<OciClient> {
  const { http } = deps;
  const { url, insecure } = context.object.decoded;
  const credentials = (await logIn(deps, context, signal)) ?? (await readCredentials(context));
  const proxyUrl = await telling('failed to get proxy address', () => readProxy(context));
  const tls = await telling(`failed to generate transport for '${url}'`, () => readCertificates(context));
  const send = createHttpSend(http, { tls, ...(proxyUrl !== undefined && { proxyUrl }) });
  return createOciClient({ send, credentials, insecure });
}

function telling<T>(message: string, run: () => Promise<T>): Promise<T> {
  return tellingFailures({ condition: 'FetchFailed', reason: 'AuthenticationFailed', message }, run);
}

/** By the identity of this process on a cloud; `undefined` where the object asks for none. */
function logIn(
  { cloudLogins }: SourceDeps,
  { object }: Context,
  signal: AbortSignal,
): Promise<CredentialLookup | undefined> {
  const { url, provider: named, secretName } = object.decoded;
  const provider = cloudProvider(named);
  if (provider === undefined || secretName !== undefined) return Promise.resolve(undefined);
  return telling(`failed to get credential from ${provider}`, async () => {
    const { registry } = parseRepositoryName(url);
    const credential = await cloudLogins.toRegistry({ provider, registry }, signal);
    return () => credential;
  });
}

function readCredentials(context: Context): Promise<CredentialLookup> {
  return telling('failed to get credential', () => readSecrets(context));
}

async function readSecrets(context: Context): Promise<CredentialLookup> {
  const { secretName, serviceAccountName } = context.object.decoded;
  const secrets: SecretData[] = [];
  if (secretName !== undefined) secrets.push(await readPullSecret(context, secretName));
  if (serviceAccountName !== undefined) secrets.push(...(await readPullSecrets(context, serviceAccountName)));
  return pullSecretCredentials(secrets);
}

async function readPullSecret(context: Context, name: string): Promise<SecretData> {
  try {
    return await readSecret(context, name);
  } catch (cause) {
    const message = `auth secret '${name}' not found`;
    context.event({ severity: 'trace', reason: 'AuthenticationFailed', message });
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Error(`failed to get secret '${context.key.namespace}/${name}': ${reason}`, { cause });
  }
}

async function readProxy(context: Context): Promise<string | undefined> {
  const { proxySecretName } = context.object.decoded;
  return proxySecretName === undefined ? undefined : readProxySecret(context, proxySecretName);
}

/** `insecure` alone does not look at the registry's certificate; with certificates of one's own it does. */
async function readCertificates(context: Context): Promise<TlsOptions> {
  const { certSecretName, insecure } = context.object.decoded;
  if (certSecretName === undefined) return { skipVerify: insecure };
  const fullName = `${context.key.namespace}/${certSecretName}`;
  const secret = await readSecret(context, certSecretName).catch((cause: unknown) => {
    throw new Error(`failed to get secret '${fullName}': ${cause instanceof Error ? cause.message : cause}`, { cause });
  });
  return requireTls(secret, fullName);
}
