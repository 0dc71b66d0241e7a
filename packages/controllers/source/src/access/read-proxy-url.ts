import type { SecretData } from './read-secret.js';

const SCHEMES = ['http', 'https', 'socks5'];
const MAX_LENGTH = 2048;

/**
 * The proxy URL that a Secret describes, with its credentials.
 * @param name namespace and name of the Secret, for errors.
 * @throws Error without any value of the Secret but the scheme.
 */
export function readProxyUrl(data: SecretData, name: string): string {
  const address = data.get('address');
  if (address === undefined) throw new Error(`secret '${name}': key 'address' not found`);
  if (address === '') throw new Error(`secret '${name}': proxy address is empty`);
  if (address.length > MAX_LENGTH) {
    throw new Error(`secret '${name}': proxy URL exceeds maximum length of ${MAX_LENGTH} characters`);
  }
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const scheme = url?.protocol.slice(0, -1) ?? '';
  if (url === undefined || !SCHEMES.includes(scheme)) {
    const supported = `must use one of the supported schemes (${SCHEMES.join(', ')})`;
    throw new Error(`secret '${name}': proxy URL ${supported}, got '${scheme}'`);
  }
  const username = data.get('username');
  if (username !== undefined) {
    url.username = encodeURIComponent(username);
    url.password = encodeURIComponent(data.get('password') ?? '');
  }
  return url.href;
}
