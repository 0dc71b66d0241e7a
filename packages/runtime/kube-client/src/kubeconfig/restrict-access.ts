import type { ClusterAccess, Credentials, FileOrData } from '../cluster-access.js';

/** What of a kubeconfig from a tenant is honoured. */
export interface AccessRestrictions {
  /** `--insecure-kubeconfig-exec`. */
  readonly allowExec: boolean;
  /** `--insecure-kubeconfig-tls`. */
  readonly allowInsecureTls: boolean;
}

/** The access without what a kubeconfig from somebody else must not do here: run programs, read files, switch TLS checks off. */
export function restrictAccess(
  access: ClusterAccess,
  { allowExec, allowInsecureTls }: AccessRestrictions,
): ClusterAccess {
  const { tls } = access;
  const certificate = tls.certificate;
  return {
    ...access,
    tls: {
      ca: dataOnly(tls.ca),
      serverName: tls.serverName,
      insecureSkipVerify: allowInsecureTls && tls.insecureSkipVerify,
      certificate: certificate?.cert.kind === 'data' && certificate.key.kind === 'data' ? certificate : undefined,
    },
    credentials: restrictCredentials(access.credentials, allowExec),
    impersonate: undefined,
  };
}

function dataOnly(source: FileOrData | undefined): FileOrData | undefined {
  return source?.kind === 'data' ? source : undefined;
}

function restrictCredentials(credentials: Credentials, allowExec: boolean): Credentials {
  if (credentials.kind === 'token-file' || (credentials.kind === 'exec' && !allowExec)) return { kind: 'none' };
  return credentials;
}
