import type { ServerAccess } from './chart-access.js';

/** What keeps a client from using TLS, in Helm's words. */
export function tlsError(problem: string): Error {
  return new Error(`can't create TLS config for client: ${problem}`);
}

/** Helm 3 says the same of a certificate and a key that cannot be read and of those that do not fit. */
export function keyPairError({ certFile, keyFile }: ServerAccess, problem: string): Error {
  return tlsError(`can't load key pair from cert ${certFile} and key ${keyFile}: ${problem}`);
}
