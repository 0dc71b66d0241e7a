import { isJsonObject, type JsonObject } from '@gotk/json';
import type { ClusterAccess, Credentials, FileOrData, TlsSettings } from '../cluster-access.js';
import type { ExecPlugin } from '../http/exec-plugin.js';
import type { Identity } from '../transport.js';
import { type KubeConfig, type KubeConfigSection, pathOf, textOf } from './parse-kube-config.js';

/** What flags say over what a kubeconfig says. */
export interface AccessOverrides {
  readonly context?: string | undefined;
  readonly cluster?: string | undefined;
  readonly user?: string | undefined;
  readonly namespace?: string | undefined;
  readonly server?: string | undefined;
  readonly token?: string | undefined;
  readonly tlsServerName?: string | undefined;
  readonly certificateAuthority?: string | undefined;
  readonly clientCertificate?: string | undefined;
  readonly clientKey?: string | undefined;
  readonly insecureSkipTlsVerify?: boolean | undefined;
  readonly proxyUrl?: string | undefined;
  readonly impersonate?: Identity | undefined;
}

const ABSENT: KubeConfigSection = { fields: {}, directory: undefined };

/**
 * The access that a context describes.
 *
 * @param defaultServer used when no cluster is named; absent: that is an error.
 * @throws Error with kubectl's text when something is named that is not there.
 */
export function clusterAccessOf(
  config: KubeConfig,
  overrides: AccessOverrides,
  { defaultServer }: { readonly defaultServer?: string | undefined } = {},
): ClusterAccess {
  const contextName = overrides.context ?? config.currentContext;
  const context = requireSection(config.contexts, 'context', contextName);
  const cluster = requireSection(config.clusters, 'cluster', overrides.cluster ?? textOf(context.fields, 'cluster'));
  const user = requireSection(config.users, 'auth info', overrides.user ?? textOf(context.fields, 'user'));
  const server = overrides.server ?? textOf(cluster.fields, 'server') ?? defaultServer;
  if (server === undefined) {
    throw new Error(
      'invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable',
    );
  }
  return {
    server: parseServer(server),
    namespace: overrides.namespace ?? textOf(context.fields, 'namespace') ?? 'default',
    contextName,
    tls: tlsOf(cluster, { user, overrides }),
    credentials: credentialsOf(user, { cluster, overrides }),
    proxyUrl: overrides.proxyUrl ?? textOf(cluster.fields, 'proxy-url'),
    impersonate: overrides.impersonate ?? identityOf(user.fields),
  };
}

function requireSection(
  sections: ReadonlyMap<string, KubeConfigSection>,
  what: string,
  name: string | undefined,
): KubeConfigSection {
  if (name === undefined) return ABSENT;
  const section = sections.get(name);
  if (section === undefined) throw new Error(`${what} ${JSON.stringify(name)} does not exist`);
  return section;
}

/** A server without a scheme is reached over plain HTTP, as client-go has it. */
function parseServer(server: string): string {
  const url = /^https?:\/\//.test(server) ? server : `http://${server}`;
  if (!URL.canParse(url)) throw new Error('invalid configuration: the server is not a URL');
  return url;
}

function tlsOf(
  cluster: KubeConfigSection,
  { user, overrides }: { readonly user: KubeConfigSection; readonly overrides: AccessOverrides },
): TlsSettings {
  const cert = fileOrData(user, { name: 'client-certificate', override: overrides.clientCertificate });
  const key = fileOrData(user, { name: 'client-key', override: overrides.clientKey });
  return {
    ca: fileOrData(cluster, { name: 'certificate-authority', override: overrides.certificateAuthority }),
    certificate: cert === undefined || key === undefined ? undefined : { cert, key },
    serverName: overrides.tlsServerName ?? textOf(cluster.fields, 'tls-server-name'),
    insecureSkipVerify: overrides.insecureSkipTlsVerify ?? cluster.fields['insecure-skip-tls-verify'] === true,
  };
}

function fileOrData(
  section: KubeConfigSection,
  { name, override }: { readonly name: string; readonly override: string | undefined },
): FileOrData | undefined {
  if (override !== undefined) return { kind: 'file', path: override };
  const data = textOf(section.fields, `${name}-data`);
  if (data !== undefined) return { kind: 'data', data: Buffer.from(data, 'base64').toString('utf8') };
  const path = pathOf(section, name);
  return path === undefined ? undefined : { kind: 'file', path };
}

function credentialsOf(
  user: KubeConfigSection,
  { cluster, overrides }: { readonly cluster: KubeConfigSection; readonly overrides: AccessOverrides },
): Credentials {
  if (overrides.token !== undefined) return { kind: 'token', token: overrides.token };
  const { fields } = user;
  const path = pathOf(user, 'tokenFile');
  if (path !== undefined) return { kind: 'token-file', path };
  const token = textOf(fields, 'token');
  if (token !== undefined) return { kind: 'token', token };
  const username = textOf(fields, 'username');
  if (username !== undefined) return { kind: 'basic', username, password: textOf(fields, 'password') ?? '' };
  if (isJsonObject(fields['exec'])) {
    return { kind: 'exec', plugin: execPluginOf(fields['exec'], { cluster, directory: user.directory }) };
  }
  if (isJsonObject(fields['auth-provider'])) {
    const name = textOf(fields['auth-provider'], 'name') ?? '';
    throw new Error(`no Auth Provider found for name ${JSON.stringify(name)}`);
  }
  return { kind: 'none' };
}

function execPluginOf(
  exec: JsonObject,
  { cluster, directory }: { readonly cluster: KubeConfigSection; readonly directory: string | undefined },
): ExecPlugin {
  const args = Array.isArray(exec['args']) ? exec['args'] : [];
  const env = Array.isArray(exec['env']) ? exec['env'] : [];
  const mode = exec['interactiveMode'];
  const command = textOf(exec, 'command') ?? '';
  return {
    command:
      directory !== undefined && command.includes('/')
        ? (pathOf({ fields: exec, directory }, 'command') ?? '')
        : command,
    args: args.filter((arg) => typeof arg === 'string'),
    env: env.flatMap((entry) =>
      isJsonObject(entry) ? [{ name: textOf(entry, 'name') ?? '', value: textOf(entry, 'value') ?? '' }] : [],
    ),
    apiVersion: textOf(exec, 'apiVersion') ?? '',
    interactiveMode: mode === 'Never' || mode === 'Always' ? mode : 'IfAvailable',
    installHint: textOf(exec, 'installHint'),
    cluster: exec['provideClusterInfo'] === true ? execClusterOf(cluster.fields) : undefined,
  };
}

function execClusterOf(cluster: JsonObject): JsonObject {
  return {
    server: cluster['server'],
    'tls-server-name': cluster['tls-server-name'],
    'insecure-skip-tls-verify': cluster['insecure-skip-tls-verify'],
    'certificate-authority-data': cluster['certificate-authority-data'],
    'proxy-url': cluster['proxy-url'],
    config: null,
  };
}

function identityOf(user: JsonObject): Identity | undefined {
  const name = textOf(user, 'as');
  if (name === undefined) return undefined;
  const uid = textOf(user, 'as-uid');
  const groups = Array.isArray(user['as-groups']) ? user['as-groups'].filter((group) => typeof group === 'string') : [];
  return { user: name, ...(uid === undefined ? {} : { uid }), ...(groups.length === 0 ? {} : { groups }) };
}
