import type { ReconcileContext } from '@gotk/controller-runtime';
import { createHttpSend, type HttpSend, type TlsOptions } from '@gotk/http';
import type { KubeObject } from '@gotk/objects';
import { readSecret, type SecretData } from '../../access/read-secret.js';
import { readTls, requireTls } from '../../access/read-tls.js';
import { tellingFailures } from '../../conditions/source-failure.js';
import type { SourceDeps } from '../../source-deps.js';
import type { HelmRepository } from '../parse-helm-repository.js';

/** How to talk to a Helm repository. */
export interface HelmConnection {
  /** Requests without credentials of their own. */
  readonly send: HttpSend;
  /** Of the repository; empty when no Secret is named. */
  readonly secret: SecretData;
  /** `authorization` for the repository's own address. */
  readonly authorization: string | undefined;
}

/** Reads the credentials and certificates that a HelmRepository names. */
export function connectRepository(
  { http }: SourceDeps,
  context: ReconcileContext<KubeObject>,
  repository: HelmRepository,
): Promise<HelmConnection> {
  return tellingFailures({ condition: 'FetchFailed', reason: 'AuthenticationFailed' }, async () => {
    const given = await readCertificates(context, repository);
    const secret = await readCredentials(context, repository);
    const tls = given ?? readDeprecatedCertificates(context, { repository, secret });
    const send = createHttpSend(http, tls === undefined ? {} : { tls });
    return { send, secret, authorization: basicAuthorization(secret, fullNameOf(context, repository)) };
  });
}

async function readCertificates(
  context: ReconcileContext<KubeObject>,
  { decoded: { certSecretName } }: HelmRepository,
): Promise<TlsOptions | undefined> {
  if (certSecretName === undefined) return undefined;
  const fullName = `${context.key.namespace}/${certSecretName}`;
  const secret = await reading(`failed to get TLS authentication secret '${fullName}'`, () =>
    readSecret(context, certSecretName),
  );
  return reading("failed to construct Helm client's TLS config", () => requireTls(secret, fullName));
}

async function readCredentials(
  context: ReconcileContext<KubeObject>,
  { decoded: { secretName } }: HelmRepository,
): Promise<SecretData> {
  if (secretName === undefined) return new Map();
  const message = `failed to get authentication secret '${context.key.namespace}/${secretName}'`;
  return reading(message, () => readSecret(context, secretName));
}

/** Certificates among the credentials, where they were before `certSecretRef`. */
function readDeprecatedCertificates(
  context: ReconcileContext<KubeObject>,
  { repository, secret }: { readonly repository: HelmRepository; readonly secret: SecretData },
): TlsOptions | undefined {
  const tls = detect(() => readTls(secret, fullNameOf(context, repository)));
  if (tls !== undefined) {
    const advice = 'please use `.spec.certSecretRef` instead';
    context.log.info(`warning: specifying TLS authentication data via \`.spec.secretRef\` is deprecated, ${advice}`);
  }
  return tls;
}

function basicAuthorization(secret: SecretData, name: string): string | undefined {
  const [username, password] = [secret.get('username'), secret.get('password')];
  if (username === undefined && password === undefined) return undefined;
  return detect(() => {
    const malformed = `secret '${name}': malformed basic auth`;
    if (password === undefined) throw new Error(`${malformed} - has 'username' but missing 'password'`);
    if (username === undefined) throw new Error(`${malformed} - has 'password' but missing 'username'`);
    return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  });
}

function fullNameOf({ key }: ReconcileContext<KubeObject>, { decoded }: HelmRepository): string {
  return `${key.namespace}/${decoded.secretName ?? ''}`;
}

async function reading<T>(message: string, run: () => Promise<T> | T): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    throw new Error(`${message}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

function detect<T>(run: () => T): T {
  try {
    return run();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Error(`failed to detect authentication methods: ${reason}`, { cause });
  }
}
