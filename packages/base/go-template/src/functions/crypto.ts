import { sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import type { Run } from '../compile/run.js';
import type { CertificatePair, CryptoSources, NewCertificate, TemplateCrypto } from '../crypto/template-crypto.js';
import { textToBytes } from '../text/go-text.js';
import { GoStruct, type GoStructType } from '../value/go-struct.js';
import { type GoValue, itemsOf } from '../value/go-value.js';
import { GoError } from './go-error.js';
import { type Call, fixed, type GoFunction } from './go-function.js';
import { int, list, type ParameterType, text, uint32 } from './parameter-type.js';

/** A template needs keys, certificates or ciphers, and the environment has no `crypto`. */
export class CryptoNotLoaded extends GoError {}

const CERTIFICATE: GoStructType = {
  name: 'sprig.certificate',
  kind: 'struct',
  fields: [
    { name: 'Cert', get: ({ data }) => (data as CertificatePair).cert },
    { name: 'Key', get: ({ data }) => (data as CertificatePair).key },
  ],
};

const certificate: ParameterType<CertificatePair> = {
  name: CERTIFICATE.name,
  kind: 'struct',
  // Only `goCertificate` makes values of this type.
  accept: (value) => {
    return value instanceof GoStruct && value.type === CERTIFICATE ? (value.data as CertificatePair) : undefined;
  },
};

/** sprig's hashes, keys, certificates and ciphers. */
export const cryptoFunctions: readonly GoFunction[] = [
  fixed('sha1sum', [text], (subject) => hex(sha1(textToBytes(subject)))),
  fixed('sha256sum', [text], (subject, { run }) => hex((run.environment.sha256 ?? sha256)(textToBytes(subject)))),
  fixed('sha512sum', [text], (subject) => hex(sha512(textToBytes(subject)))),
  fixed('adler32sum', [text], (subject) => String(adler32(textToBytes(subject)))),
  fixed('bcrypt', [text], (password, { run }) => heavy(run).bcrypt(password, sourcesOf(run))),
  fixed('htpasswd', [text, text], (user, password, { run }) => {
    if (user.includes(':')) return `invalid username: ${user}`;
    return `${user}:${heavy(run).bcrypt(password, sourcesOf(run))}`;
  }),
  fixed('derivePassword', [uint32, text, text, text, text], (counter, type, password, user, site, { run }) => {
    return heavy(run).derivePassword({ counter, type, password, user, site });
  }),
  fixed('genPrivateKey', [text], (type, { run }) => heavy(run).generatePrivateKey(type, sourcesOf(run))),
  fixed('buildCustomCert', [text, text], (cert, key, { run }) => goCertificate(heavy(run).buildCustomCert(cert, key))),
  fixed('genCA', [text, int], (commonName, daysValid, call) => {
    return authority({ commonName, daysValid, keyPem: undefined }, call);
  }),
  fixed('genCAWithKey', [text, int, text], (commonName, daysValid, keyPem, call) => {
    return authority({ commonName, daysValid, keyPem }, call);
  }),
  fixed('genSelfSignedCert', [text, list, list, int], (commonName, ips, names, daysValid, call) => {
    return selfSigned(newCertificate({ commonName, daysValid, keyPem: undefined }, ips, names), call);
  }),
  fixed(
    'genSelfSignedCertWithKey',
    [text, list, list, int, text],
    (commonName, ips, names, daysValid, keyPem, call) => {
      return selfSigned(newCertificate({ commonName, daysValid, keyPem }, ips, names), call);
    },
  ),
  fixed('genSignedCert', [text, list, list, int, certificate], (commonName, ips, names, daysValid, signer, call) => {
    return signed(newCertificate({ commonName, daysValid, keyPem: undefined }, ips, names), signer, call);
  }),
  fixed(
    'genSignedCertWithKey',
    [text, list, list, int, certificate, text],
    (commonName, ips, names, daysValid, signer, keyPem, call) => {
      return signed(newCertificate({ commonName, daysValid, keyPem }, ips, names), signer, call);
    },
  ),
  fixed('encryptAES', [text, text], (password, plain, { run }) =>
    heavy(run).encryptAes(password, plain, sourcesOf(run)),
  ),
  fixed('decryptAES', [text, text], (password, cipher, { run }) => heavy(run).decryptAes(password, cipher)),
];

function heavy({ environment }: Run): TemplateCrypto {
  if (environment.crypto !== undefined) return environment.crypto;
  throw new CryptoNotLoaded('keys and certificates are not available here: the program did not load them');
}

function sourcesOf({ environment }: Run): CryptoSources {
  return {
    random: environment.randomBytes,
    nowMs: environment.now,
    generateRsaKey: environment.generateRsaKey,
  };
}

type Basics = Pick<NewCertificate, 'commonName' | 'daysValid' | 'keyPem'>;

function newCertificate(basics: Basics, ips: GoValue, names: GoValue): NewCertificate {
  return { ...basics, ipAddresses: itemsOf(ips) ?? [], dnsNames: itemsOf(names) ?? [] };
}

function authority(basics: Basics, { run }: Call): GoValue {
  const request: NewCertificate = { ...basics, ipAddresses: [], dnsNames: [] };
  return goCertificate(heavy(run).generateAuthority(request, sourcesOf(run)));
}

function selfSigned(request: NewCertificate, { run }: Call): GoValue {
  return goCertificate(heavy(run).generateSelfSigned(request, sourcesOf(run)));
}

function signed(request: NewCertificate, signer: CertificatePair, { run }: Call): GoValue {
  return goCertificate(heavy(run).generateSigned(request, signer, sourcesOf(run)));
}

function goCertificate(pair: CertificatePair): GoStruct {
  return new GoStruct(CERTIFICATE, pair);
}

function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (const byte of bytes) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  return ((high << 16) | low) >>> 0;
}
