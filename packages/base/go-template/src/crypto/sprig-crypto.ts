import { cbc } from '@noble/ciphers/aes.js';
import { hashSync, truncates } from 'bcryptjs';
import { valueText } from '../format/print-value.js';
import { GoError } from '../functions/go-error.js';
import { base64ToBytes, bytesToBase64 } from '../text/base64.js';
import { byteLength, bytesToText, textToBytes } from '../text/go-text.js';
import type { GoValue } from '../value/go-value.js';
import { createCertificate, type Issuer, readIssuer } from './certificate.js';
import { concatBytes } from './der.js';
import { derivePassword } from './derive-password.js';
import { generateDsaKey } from './dsa.js';
import { parseIpAddress } from './ip-address.js';
import { decodePem, encodePem } from './pem.js';
import { ecKeyFromSeed, encodePrivateKeyPem, type PrivateKey, parsePkcs1, parsePrivateKeyPem } from './private-key.js';
import { generateRsaKey, randomBits } from './rsa.js';
import type { CertificatePair, CryptoSources, NewCertificate, TemplateCrypto } from './template-crypto.js';

const BCRYPT_ALPHABET = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const DAY_MS = 86_400_000;
const AES_BLOCK = 16;

/** sprig's crypto in plain JavaScript. */
export const sprigCrypto: TemplateCrypto = {
  bcrypt,
  derivePassword,
  generatePrivateKey,
  buildCustomCert,
  generateAuthority: (request, sources) => issue(request, { isAuthority: true, authority: undefined }, sources),
  generateSelfSigned: (request, sources) => issue(request, { isAuthority: false, authority: undefined }, sources),
  generateSigned: (request, authority, sources) => issue(request, { isAuthority: false, authority }, sources),
  encryptAes,
  decryptAes,
};

function bcrypt(password: string, { random }: CryptoSources): string {
  if (truncates(password)) {
    return `failed to encrypt string with bcrypt: bcrypt: password length ${byteLength(password)} exceeds 72 bytes`;
  }
  const bytes = new Uint8Array(16);
  random(bytes);
  return hashSync(password, `$2a$10$${bcryptBase64(bytes)}`);
}

/** bcrypt's own base64, without padding. */
function bcryptBase64(bytes: Uint8Array): string {
  const standard = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const encoded = bytesToBase64(bytes).replace(/=+$/, '');
  return Array.from(encoded, (character) => BCRYPT_ALPHABET.charAt(standard.indexOf(character))).join('');
}

function generatePrivateKey(type: string, sources: CryptoSources): string {
  switch (type) {
    case '':
    case 'rsa':
      return encodePrivateKeyPem(newRsaKey(4096, sources));
    case 'dsa':
      return encodePrivateKeyPem(generateDsaKey(sources.random));
    case 'ecdsa':
      return encodePrivateKeyPem(ecKeyFromSeed('P-256', randomSeed(40, sources)));
    case 'ed25519':
      return encodePrivateKeyPem({ kind: 'ed25519', seed: randomSeed(32, sources) });
    default:
      return `Unknown type ${type}`;
  }
}

function newRsaKey(bits: number, { generateRsaKey: generate, random }: CryptoSources): PrivateKey {
  const generated = generate === undefined ? undefined : parsePkcs1(generate(bits));
  return generated ?? generateRsaKey(bits, random);
}

function randomSeed(length: number, { random }: CryptoSources): Uint8Array {
  const bytes = new Uint8Array(length);
  random(bytes);
  return bytes;
}

function buildCustomCert(base64Cert: string, base64Key: string): CertificatePair {
  const cert = base64ToBytes(base64Cert);
  if (!(cert instanceof Uint8Array)) throw new GoError('unable to decode base64 certificate');
  const key = base64ToBytes(base64Key);
  if (!(key instanceof Uint8Array)) throw new GoError('unable to decode base64 private key');
  requireIssuer(bytesToText(cert));
  prefixed('error parsing private key', () => parsePrivateKeyPem(bytesToText(key)));
  return { cert: bytesToText(cert), key: bytesToText(key) };
}

function requireIssuer(pem: string): NonNullable<ReturnType<typeof readIssuer>> {
  const block = decodePem(pem);
  if (block === undefined) throw new GoError('unable to decode certificate');
  const issuer = readIssuer(block.bytes);
  if (issuer === undefined)
    throw new GoError('error parsing certificate: decodedCert.Bytes: x509: malformed certificate');
  return issuer;
}

function prefixed<T>(prefix: string, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (error instanceof GoError) throw new GoError(`${prefix}: ${error.message}`);
    throw error;
  }
}

function issue(
  request: NewCertificate,
  { isAuthority, authority }: { readonly isAuthority: boolean; readonly authority: CertificatePair | undefined },
  sources: CryptoSources,
): CertificatePair {
  const { keyPem } = request;
  const key =
    keyPem === undefined ? newRsaKey(2048, sources) : prefixed('parsing private key', () => parsePrivateKeyPem(keyPem));
  const issuer: Issuer = authority === undefined ? { key, subject: undefined, keyId: undefined } : issuerOf(authority);
  const ipAddresses = request.ipAddresses.map(requireIpAddress);
  const dnsNames = request.dnsNames.map(requireDnsName);
  const notBeforeMs = sources.nowMs();
  const certificate = createCertificate(
    {
      commonName: request.commonName,
      serial: randomBits(128, sources.random),
      notBeforeMs,
      notAfterMs: notBeforeMs + request.daysValid * DAY_MS,
      ipAddresses,
      dnsNames,
      isAuthority,
    },
    key,
    issuer,
  );
  return { cert: encodePem({ type: 'CERTIFICATE', bytes: certificate }), key: encodePrivateKeyPem(key) };
}

function issuerOf(authority: CertificatePair): Issuer {
  const issuer = requireIssuer(authority.cert);
  const key = prefixed('error parsing private key', () => parsePrivateKeyPem(authority.key));
  return { key, ...issuer };
}

function requireIpAddress(value: unknown): Uint8Array {
  if (typeof value !== 'string') throw new GoError(`error parsing ip: ${valueText(value as GoValue)} is not a string`);
  const address = parseIpAddress(value);
  if (address === undefined) throw new GoError(`error parsing ip: ${value}`);
  return address;
}

function requireDnsName(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new GoError(`error processing alternate dns name: ${valueText(value as GoValue)} is not a string`);
}

function encryptAes(password: string, plaintext: string, sources: CryptoSources): string {
  if (plaintext === '') return '';
  const iv = randomSeed(AES_BLOCK, sources);
  return bytesToBase64(concatBytes([iv, cbc(aesKey(password), iv).encrypt(textToBytes(plaintext))]));
}

function decryptAes(password: string, ciphertext: string): string {
  if (ciphertext === '') return '';
  const bytes = base64ToBytes(ciphertext);
  if (!(bytes instanceof Uint8Array)) throw new GoError(`illegal base64 data at input byte ${bytes.corruptAt}`);
  if (bytes.length < AES_BLOCK) {
    throw new GoError(`runtime error: slice bounds out of range [:${AES_BLOCK}] with capacity ${bytes.length}`);
  }
  const body = bytes.subarray(AES_BLOCK);
  if (body.length % AES_BLOCK !== 0) throw new GoError('crypto/cipher: input not full blocks');
  if (body.length === 0) throw new GoError('runtime error: index out of range [-1]');
  const plain = cbc(aesKey(password), bytes.subarray(0, AES_BLOCK), { disablePadding: true }).decrypt(body);
  const end = plain.length - (plain.at(-1) ?? 0);
  if (end < 0) throw new GoError(`runtime error: slice bounds out of range [:${end}]`);
  return bytesToText(plain.subarray(0, end));
}

/** The password cut or padded with zeros to 32 bytes. */
function aesKey(password: string): Uint8Array {
  const key = new Uint8Array(32);
  key.set(textToBytes(password).subarray(0, 32));
  return key;
}
