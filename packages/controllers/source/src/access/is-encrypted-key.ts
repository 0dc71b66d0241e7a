const OPENSSH = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]+?)-----END OPENSSH PRIVATE KEY-----/;
const MAGIC = 'openssh-key-v1\0';

/** Whether a private key, in PEM or in OpenSSH's own format, needs a password. */
export function isEncryptedKey(key: string): boolean {
  if (/Proc-Type: 4,ENCRYPTED|BEGIN ENCRYPTED PRIVATE KEY/.test(key)) return true;
  const body = OPENSSH.exec(key)?.[1];
  if (body === undefined) return false;
  const bytes = Buffer.from(body, 'base64');
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC || bytes.length < MAGIC.length + 4) return false;
  const start = MAGIC.length + 4;
  const cipher = bytes.toString('latin1', start, start + bytes.readUInt32BE(MAGIC.length));
  return cipher !== 'none';
}
