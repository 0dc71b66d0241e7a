import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterAccess } from '../cluster-access.js';
import type { AccessOverrides } from './cluster-access-of.js';

/** Where Kubernetes mounts a Pod's service account. */
const SERVICE_ACCOUNT_DIRECTORY = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The cluster whose Pod this process is; `undefined` outside a cluster. The token is read from its file as it rotates. */
export function inClusterAccess(
  overrides: Pick<AccessOverrides, 'namespace' | 'impersonate'>,
  {
    env = process.env,
    directory = SERVICE_ACCOUNT_DIRECTORY,
  }: {
    readonly env?: Readonly<Record<string, string | undefined>>;
    readonly directory?: string | undefined;
  } = {},
): ClusterAccess | undefined {
  const host = env['KUBERNETES_SERVICE_HOST'] ?? '';
  const port = env['KUBERNETES_SERVICE_PORT'] ?? '';
  const tokenFile = join(directory, 'token');
  if (host === '' || port === '' || !existsSync(tokenFile)) return undefined;
  const ca = join(directory, 'ca.crt');
  return {
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    namespace: overrides.namespace ?? readNamespace(join(directory, 'namespace')),
    tls: { insecureSkipVerify: false, ca: existsSync(ca) ? { kind: 'file', path: ca } : undefined },
    credentials: { kind: 'token-file', path: tokenFile },
    impersonate: overrides.impersonate,
  };
}

function readNamespace(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : 'default';
}
