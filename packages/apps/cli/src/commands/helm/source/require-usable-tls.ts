import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { HelmVersion } from '@gotk/helm';
import type { TlsOptions } from '@gotk/http';
import type { ServerAccess } from './chart-access.js';
import { keyPairError, tlsError } from './tls-error.js';

export interface UsableTlsOptions {
  readonly access: ServerAccess;
  readonly helmVersion: HelmVersion;
}

/** Makes sure that certificates are such, and that a client's belongs to its key. @throws Error in Helm's words */
export function requireUsableTls(tls: TlsOptions, { access, helmVersion }: UsableTlsOptions): void {
  const { clientCertificate = '', clientKey = '', certificateAuthorities = '' } = tls;
  const isHelm3 = helmVersion === '3.22';
  const problem = clientCertificate === '' || clientKey === '' ? undefined : pairProblem(clientCertificate, clientKey);
  if (problem !== undefined) {
    throw isHelm3 ? keyPairError(access, problem) : tlsError(`unable to load cert from key pair: ${problem}`);
  }
  if (certificateAuthorities === '' || blockTypes(certificateAuthorities).includes('CERTIFICATE')) return;
  const source = isHelm3 ? `file: ${access.caFile}` : 'pem block';
  throw tlsError(`failed to append certificates from ${source}`);
}

/** What is wrong with a certificate and its key, both PEM, in Go's words; `undefined` when they belong together. */
function pairProblem(certificate: string, key: string): string | undefined {
  const problem = certificateProblem(blockTypes(certificate)) ?? keyProblem(blockTypes(key));
  if (problem !== undefined) return `tls: ${problem}`;
  const leaf = parsed(() => new X509Certificate(certificate.slice(certificate.indexOf('-----BEGIN CERTIFICATE-----'))));
  if (leaf === undefined) return 'x509: malformed certificate';
  const privateKey = parsed(() => createPrivateKey(key));
  if (privateKey === undefined) return 'tls: failed to parse private key';
  return matchProblem(leaf, privateKey);
}

function matchProblem(leaf: X509Certificate, key: KeyObject): string | undefined {
  if (leaf.publicKey.asymmetricKeyType !== key.asymmetricKeyType)
    return 'tls: private key type does not match public key type';
  return leaf.checkPrivateKey(key) ? undefined : 'tls: private key does not match public key';
}

function parsed<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    // What exactly is malformed is told in other words by every library.
    return undefined;
  }
}

function blockTypes(pem: string): readonly string[] {
  return Array.from(
    pem.matchAll(/^-----BEGIN ([^-\n]+)-----\r?\n[\s\S]*?^-----END \1-----/gm),
    ([, type = '']) => type,
  );
}

function certificateProblem(types: readonly string[]): string | undefined {
  if (types.includes('CERTIFICATE')) return undefined;
  const [first] = types;
  if (first === undefined) return 'failed to find any PEM data in certificate input';
  if (types.length === 1 && first.endsWith('PRIVATE KEY'))
    return 'failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched';
  return `failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [${types.join(' ')}]`;
}

function keyProblem(types: readonly string[]): string | undefined {
  if (types.some((type) => type === 'PRIVATE KEY' || type.endsWith(' PRIVATE KEY'))) return undefined;
  const [first] = types;
  if (first === undefined) return 'failed to find any PEM data in key input';
  if (types.length === 1 && first === 'CERTIFICATE')
    return 'found a certificate rather than a key in the PEM for the private key';
  return `failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: [${types.join(' ')}]`;
}
