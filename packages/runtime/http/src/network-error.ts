import { getServers } from 'node:dns';
import { isIP, isIPv6 } from 'node:net';

/**
 * What a failed connection is called in Go's words, which Flux's messages are made of.
 *
 * @param host the name asked for, for errors of name resolution.
 */
export function describeNetworkError(error: unknown, host: string): string {
  const cause = firstCause(error);
  const code = cause.code ?? '';
  const dial = `dial tcp ${addressOf(cause, host)}`;
  const certificate = CERTIFICATE_ERRORS[code];
  if (certificate !== undefined) return `tls: failed to verify certificate: x509: ${certificate}`;
  if (DIAL_ERRORS[code] !== undefined) return `${dial}: ${DIAL_ERRORS[code]}`;
  if (code === 'ENOTFOUND') return `dial tcp: lookup ${host}${askedServer()}: no such host`;
  if (code === 'EAI_AGAIN') return `dial tcp: lookup ${host}${askedServer()}: server misbehaving`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `tls: failed to verify certificate: x509: ${describeNames(cause, host)}`;
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER') return 'http: server gave HTTP response to HTTPS client';
  if (code === 'ECONNRESET') return 'read: connection reset by peer';
  if (code === 'UND_ERR_SOCKET') return 'EOF';
  if (isTimeout(cause)) return 'context deadline exceeded';
  return cause.message;
}

/** Whether `error` says that the time was up (and not that somebody stopped the work). */
export function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}

const DIAL_ERRORS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connect: connection refused',
  EHOSTUNREACH: 'connect: no route to host',
  ENETUNREACH: 'connect: network is unreachable',
  ETIMEDOUT: 'connect: connection timed out',
  UND_ERR_CONNECT_TIMEOUT: 'i/o timeout',
};

const CERTIFICATE_ERRORS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'certificate has expired or is not yet valid',
  CERT_NOT_YET_VALID: 'certificate has expired or is not yet valid',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate signed by unknown authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate signed by unknown authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate signed by unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate signed by unknown authority',
};

interface SystemError extends Error {
  readonly code?: string;
  readonly address?: string;
  readonly port?: number;
  /** Of a certificate for other names. */
  readonly cert?: { readonly subjectaltname?: string };
}

/** For whom a certificate is that is not for this host. */
function describeNames({ cert }: SystemError, host: string): string {
  const names = cert?.subjectaltname?.split(', ') ?? [];
  const prefix = isIP(host) === 0 ? 'DNS:' : 'IP Address:';
  const valid = names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  if (names.length === 0) return 'certificate relies on legacy Common Name field, use SANs instead';
  if (valid.length > 0) return `certificate is valid for ${valid.join(', ')}, not ${host}`;
  return isIP(host) === 0
    ? `certificate is not valid for any names, but wanted to match ${host}`
    : `cannot validate certificate for ${host} because it doesn't contain any IP SANs`;
}

/** Go names the name server that answered: the first of the system's. */
function askedServer(): string {
  const [server] = getServers();
  if (server === undefined) return '';
  if (isIPv6(server)) return ` on [${server}]:53`;
  return server.includes(':') ? ` on ${server}` : ` on ${server}:53`;
}

/** The first of several tried addresses decides, as in Go. */
function firstCause(error: unknown): SystemError {
  if (error instanceof AggregateError && error.errors.length > 0) return firstCause(error.errors[0]);
  if (!(error instanceof Error)) return new Error(String(error));
  const { code } = error as SystemError;
  return code === undefined && error.cause instanceof Error ? firstCause(error.cause) : error;
}

function addressOf({ address, port }: SystemError, host: string): string {
  if (address === undefined) return host;
  const shown = address.includes(':') ? `[${address}]` : address;
  return port === undefined ? shown : `${shown}:${port}`;
}
