/** There was no answer: the server could not be reached, its certificate is not trusted, or the connection broke. */
export class ConnectionError extends Error {
  /** Node's code of the failure, e.g. `ECONNREFUSED`. */
  readonly code: string | undefined;

  constructor(message: string, { code, cause }: { readonly code: string | undefined; readonly cause: unknown }) {
    super(message, { cause });
    this.name = 'ConnectionError';
    this.code = code;
  }
}

const CERTIFICATE_TEXTS: Readonly<Record<string, string>> = {
  SELF_SIGNED_CERT_IN_CHAIN: 'x509: certificate signed by unknown authority',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'x509: certificate signed by unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'x509: certificate signed by unknown authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'x509: certificate signed by unknown authority',
  CERT_HAS_EXPIRED: 'x509: certificate has expired or is not yet valid',
  CERT_NOT_YET_VALID: 'x509: certificate has expired or is not yet valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'x509: certificate is not valid for the name of the server',
};

/** Says in Go's words why a request had no answer. The URL is shown without what it may hold of secrets. */
export function toConnectionError(
  error: unknown,
  { method, url }: { readonly method: string; readonly url: URL },
): ConnectionError {
  const found = findFailure(error);
  const verb = method.charAt(0) + method.slice(1).toLowerCase();
  const shown = `${url.protocol}//${url.host}${url.pathname}${url.search}`;
  return new ConnectionError(`${verb} "${shown}": ${describe(found, url)}`, { code: found.code, cause: error });
}

interface Failure {
  readonly code: string | undefined;
  readonly message: string;
  readonly address: string | undefined;
}

/** The innermost cause that has a code. */
function findFailure(error: unknown): Failure {
  let current = error;
  let found: Failure = { code: undefined, message: String(error), address: undefined };
  for (let depth = 0; depth < 8 && current instanceof Error; depth++) {
    const { code, address, port } = current as NodeJS.ErrnoException & { address?: string; port?: number };
    if (typeof code === 'string' || depth === 0) {
      const at = address === undefined || port === undefined ? found.address : renderAddress(address, port);
      found = { code: typeof code === 'string' ? code : undefined, message: current.message, address: at };
    }
    current = current instanceof AggregateError ? current.errors[0] : current.cause;
  }
  return found;
}

function renderAddress(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function describe({ code, message, address }: Failure, url: URL): string {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  const target = address ?? `${url.hostname}:${port}`;
  switch (code) {
    case 'ECONNREFUSED':
      return `dial tcp ${target}: connect: connection refused`;
    case 'EHOSTUNREACH':
      return `dial tcp ${target}: connect: no route to host`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `dial tcp: lookup ${url.hostname}: no such host`;
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return `dial tcp ${target}: i/o timeout`;
    case 'ECONNRESET':
      return 'read: connection reset by peer';
    case 'UND_ERR_SOCKET':
      return 'EOF';
    default: {
      const certificate =
        code === undefined || !Object.hasOwn(CERTIFICATE_TEXTS, code) ? undefined : CERTIFICATE_TEXTS[code];
      return certificate === undefined ? message : `tls: failed to verify certificate: ${certificate}`;
    }
  }
}
