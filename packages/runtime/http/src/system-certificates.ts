import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';

const BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

let bundle: string | undefined;

/**
 * The certificate authorities that the machine trusts, in PEM: `$SSL_CERT_FILE`, else the first bundle found in the usual
 * places, else the list that Node carries. Read once.
 */
export function systemCertificates(): string {
  bundle ??= readFirst([process.env['SSL_CERT_FILE'] ?? '', ...BUNDLES]) ?? rootCertificates.join('\n');
  return bundle;
}

function readFirst(files: readonly string[]): string | undefined {
  for (const file of files) {
    try {
      if (file !== '') return readFileSync(file, 'utf8');
    } catch {
      // The next one, then.
    }
  }
  return undefined;
}
