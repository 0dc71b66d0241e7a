import type { ReconcileContext } from '@gotk/controller-runtime';
import type { KubeObject } from '@gotk/objects';
import {
  cosignKeyCheck,
  cosignKeylessCheck,
  notationCheck,
  type SignatureCheck,
  type TrustedRootSource,
  trustedRootFromJson,
} from '@gotk/oci-signatures';
import { readSecret, readSecretBytes } from '../access/read-secret.js';
import type { SourceDeps } from '../source-deps.js';
import type { Verify } from './parse-verify.js';

type Context = ReconcileContext<KubeObject>;

const TRUSTED_ROOT = 'trusted_root.json';
const TRUST_POLICY = 'trustpolicy.json';

/**
 * The ways in which a signature may count; one of them is enough.
 * @param subject stands for what is verified where a message names it.
 * @throws Error for keys, certificates and policies that are not there or not what they should be.
 */
export async function readSignatureChecks(
  deps: SourceDeps,
  context: Context,
  { verify, subject }: { readonly verify: Verify; readonly subject: string },
): Promise<readonly SignatureCheck[]> {
  const { provider, secretName, identities } = verify;
  if (provider === 'notation') return [await readNotationCheck(deps, context, { secretName, subject })];
  if (provider !== 'cosign') throw new Error(`unsupported verification provider: ${provider}`);
  const trustedRoot = await readTrustedRoot(deps, context, verify);
  if (secretName === undefined) return [cosignKeylessCheck({ trustedRoot, identities })];
  const secret = await readSecret(context, secretName);
  return [...secret].filter(([name]) => name.endsWith('.pub')).map(([, key]) => cosignKeyCheck(key));
}

async function readTrustedRoot(
  { trustedRoot }: SourceDeps,
  context: Context,
  { trustedRootSecretName: name }: Verify,
): Promise<TrustedRootSource> {
  if (name === undefined) return trustedRoot;
  const fullName = `${context.key.namespace}/${name}`;
  try {
    const text = (await readSecret(context, name)).get(TRUSTED_ROOT);
    if (text === undefined) throw new Error(`'${TRUSTED_ROOT}' not found in secret '${fullName}'`);
    return trustedRootFromJson(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Error(`failed to read trusted root from secret '${fullName}': ${reason}`, { cause });
  }
}

async function readNotationCheck(
  { nowMs }: SourceDeps,
  context: Context,
  { secretName, subject }: { readonly secretName: string | undefined; readonly subject: string },
): Promise<SignatureCheck> {
  if (secretName === undefined) throw new Error(`verification secret cannot be empty: '${subject}'`);
  const secret = await readSecretBytes(context, secretName);
  const fullName = `${context.key.namespace}/${secretName}`;
  const policy = secret.get(TRUST_POLICY);
  if (policy === undefined) throw new Error(`'${TRUST_POLICY}' not found in secret '${fullName}'`);
  const certificates = [...secret].filter(([name]) => /\.(?:crt|pem)$/.test(name)).map(([, content]) => content);
  if (certificates.length === 0) throw new Error(`no certificates found in secret '${fullName}'`);
  return notationCheck({ trustPolicy: policy.toString('utf8'), certificates, nowMs });
}
