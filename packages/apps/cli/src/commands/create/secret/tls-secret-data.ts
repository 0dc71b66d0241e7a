import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { SecretData } from './helm-secret-data.js';

/** A certificate with its key, an authority, or both; empty texts are absent. */
export interface TlsMaterial {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** A Secret with certificates. @throws when the pair is incomplete or does not fit. */
export function tlsSecretData({ authority, certificate, key }: TlsMaterial): SecretData {
  if (authority === '' && certificate === '' && key === '') {
    throw new Error('no CA certificate or client certificate pair found');
  }
  if ((certificate === '') !== (key === '')) {
    throw new Error('both certificate and private key must be provided together');
  }
  if (certificate !== '') requirePair(certificate, key);
  return {
    type: certificate === '' ? 'Opaque' : 'kubernetes.io/tls',
    stringData: {
      ...(authority === '' ? {} : { 'ca.crt': authority }),
      ...(certificate === '' ? {} : { 'tls.crt': certificate, 'tls.key': key }),
    },
  };
}

function requirePair(certificate: string, key: string): void {
  const problem = pairProblem(certificate, key);
  if (problem !== undefined) throw new Error(`invalid TLS certificate and key pair: tls: ${problem}`);
}

function pairProblem(certificate: string, key: string): string | undefined {
  if (!/-----BEGIN /.test(certificate)) return 'failed to find any PEM data in certificate input';
  if (!/-----BEGIN /.test(key)) return 'failed to find any PEM data in key input';
  try {
    const matches = new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
    return matches ? undefined : 'private key does not match public key';
  } catch {
    return 'failed to parse certificate or private key';
  }
}
