import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { TlsOptions } from '@gotk/http';
import type { SecretData } from './read-secret.js';

/**
 * The certificates in a Secret: `ca.crt`, `tls.crt` and `tls.key`, or the names they had before.
 * @param name namespace and name of the Secret, for errors.
 * @returns `undefined` when it holds none.
 * @throws Error in Flux's words, without any value of the Secret.
 */
export function readTls(secret: SecretData, name: string): TlsOptions | undefined {
  const given = (field: string, legacy: string): string => secret.get(field) || secret.get(legacy) || '';
  const ca = given('ca.crt', 'caFile');
  const certificate = given('tls.crt', 'certFile');
  const key = given('tls.key', 'keyFile');
  if (ca === '' && certificate === '' && key === '') return undefined;
  if (certificate !== '' && key === '') throw new Error(`secret '${name}' contains 'tls.crt' but missing 'tls.key'`);
  if (certificate === '' && key !== '') throw new Error(`secret '${name}' contains 'tls.key' but missing 'tls.crt'`);
  if (certificate !== '') requirePair(certificate, key);
  if (ca !== '') requireCertificate(ca);
  return {
    ...(ca !== '' && { certificateAuthorities: ca }),
    ...(certificate !== '' && { clientCertificate: certificate, clientKey: key }),
  };
}

/** Like {@link readTls}. @throws Error also when the Secret holds no certificate. */
export function requireTls(secret: SecretData, name: string): TlsOptions {
  const tls = readTls(secret, name);
  if (tls !== undefined) return tls;
  throw new Error(`secret '${name}' must contain either 'ca.crt' or both 'tls.crt' and 'tls.key'`);
}

function requirePair(cert: string, key: string): void {
  try {
    createSecureContext({ cert, key });
  } catch {
    // What the library says of it may show parts of the key.
    throw new Error('failed to parse TLS certificate and key');
  }
}

function requireCertificate(ca: string): void {
  try {
    new X509Certificate(ca);
  } catch {
    throw new Error('failed to parse CA certificate');
  }
}
