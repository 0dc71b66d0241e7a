import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';

/** Why a certificate and a private key, both in PEM, do not belong together; `undefined` when they do. */
export function keyPairProblem(certificate: string, key: string): string | undefined {
  const wrong = (input: string): string | undefined => {
    if (certificate.includes('-----BEGIN CERTIFICATE-----')) return undefined;
    return `tls: failed to find any PEM data in ${input} input`;
  };
  const missing = wrong('certificate');
  if (missing !== undefined) return missing;
  if (!key.includes('-----BEGIN ')) return 'tls: failed to find any PEM data in key input';
  return pairProblem(certificate, key);
}

function pairProblem(certificate: string, key: string): string | undefined {
  const [publicKey, privateKey] = [publicKeyOf(certificate), privateKeyOf(key)];
  if (typeof publicKey === 'string') return publicKey;
  if (typeof privateKey === 'string') return privateKey;
  if (publicKey.asymmetricKeyType !== privateKey.asymmetricKeyType)
    return 'tls: private key type does not match public key type';
  return createPublicKey(privateKey).equals(publicKey) ? undefined : 'tls: private key does not match public key';
}

function publicKeyOf(certificate: string): KeyObject | string {
  try {
    return new X509Certificate(certificate).publicKey;
  } catch {
    return 'x509: malformed certificate';
  }
}

function privateKeyOf(key: string): KeyObject | string {
  try {
    return createPrivateKey(key);
  } catch {
    return 'tls: failed to parse private key';
  }
}
