import type { Flag } from '../cli/flag.js';

/** Flags of every command; those about the cluster are kubectl's. */
export function globalFlags({
  namespace,
  home,
}: {
  readonly namespace: string;
  readonly home: string;
}): readonly Flag[] {
  return [
    { name: 'timeout', type: 'duration', usage: 'timeout for this operation', default: '5m0s' },
    { name: 'verbose', type: 'bool', usage: 'print generated objects' },
    {
      name: 'ns-follows-kube-context',
      type: 'bool',
      usage:
        'use the namespace from the kubeconfig context instead of the default flux-system namespace, can also be set via FLUX_NS_FOLLOWS_KUBE_CONTEXT env var',
    },
    {
      name: 'namespace',
      shorthand: 'n',
      type: 'string',
      usage: 'If present, the namespace scope for this CLI request',
      default: namespace,
    },
    {
      name: 'kube-api-qps',
      type: 'float32',
      usage: 'The maximum queries-per-second of requests sent to the Kubernetes API.',
      default: '50',
    },
    {
      name: 'kube-api-burst',
      type: 'int',
      usage: 'The maximum burst queries-per-second of requests sent to the Kubernetes API.',
      default: '300',
    },
    { name: 'cache-dir', type: 'string', usage: 'Default cache directory', default: `${home}/.kube/cache` },
    ...CLUSTER_FLAGS,
    ...IMPERSONATION_FLAGS,
  ];
}

const CLUSTER_FLAGS: readonly Flag[] = [
  { name: 'kubeconfig', type: 'string', usage: 'Path to the kubeconfig file to use for CLI requests.' },
  { name: 'context', type: 'string', usage: 'The name of the kubeconfig context to use' },
  { name: 'cluster', type: 'string', usage: 'The name of the kubeconfig cluster to use' },
  { name: 'user', type: 'string', usage: 'The name of the kubeconfig user to use' },
  { name: 'server', type: 'string', usage: 'The address and port of the Kubernetes API server' },
  { name: 'token', type: 'string', usage: 'Bearer token for authentication to the API server' },
  {
    name: 'certificate-authority',
    type: 'string',
    usage: 'Path to a cert file for the certificate authority to authenticate the Kubernetes API server',
  },
  {
    name: 'client-certificate',
    type: 'string',
    usage: 'Path to a client certificate file for TLS authentication to the Kubernetes API server',
  },
  {
    name: 'client-key',
    type: 'string',
    usage: 'Path to a client key file for TLS authentication to the Kubernetes API server',
  },
  {
    name: 'insecure-skip-tls-verify',
    type: 'bool',
    usage:
      "If true, the Kubernetes API server's certificate will not be checked for validity. This will make your HTTPS connections insecure",
  },
  {
    name: 'tls-server-name',
    type: 'string',
    usage:
      'Server name to use for server certificate validation. If it is not provided, the hostname used to contact the server is used',
  },
  {
    name: 'disable-compression',
    type: 'bool',
    usage: 'If true, opt-out of response compression for all requests to the server',
  },
];

const IMPERSONATION_FLAGS: readonly Flag[] = [
  {
    name: 'as',
    type: 'string',
    usage:
      'Username to impersonate for the operation. User could be a regular user or a service account in a namespace.',
  },
  {
    name: 'as-group',
    type: 'stringArray',
    usage: 'Group to impersonate for the operation, this flag can be repeated to specify multiple groups.',
  },
  { name: 'as-uid', type: 'string', usage: 'UID to impersonate for the operation.' },
  {
    name: 'as-user-extra',
    type: 'stringArray',
    usage:
      'User extras to impersonate for the operation, this flag can be repeated to specify multiple values for the same key.',
  },
];
