export { ApiError, isApiError } from './api-error.js';
export type {
  ApiResource,
  ApiStatus,
  ApplyOptions,
  DeleteOptions,
  GetOptions,
  KubeClient,
  KubeDiscovery,
  KubeReader,
  KubeWatcher,
  KubeWriter,
  ListOptions,
  Patch,
  WatchEvent,
  WatchOptions,
  WriteOptions,
} from './client.js';
export type { ClusterAccess, Credentials, FileOrData, IssuedToken, TlsSettings } from './cluster-access.js';
export { createKubeClient, type KubeClientOptions } from './create-kube-client.js';
export { expireAfter } from './expire-after.js';
export { ConnectionError } from './http/connection-error.js';
export type { ExecPlugin } from './http/exec-plugin.js';
export { type HttpTransportOptions, httpTransport } from './http/http-transport.js';
export {
  type ConfigMapAccessOptions,
  clusterAccessFromConfigMap,
} from './kubeconfig/cluster-access-from-config-map.js';
export type { AccessOverrides } from './kubeconfig/cluster-access-of.js';
export { inClusterAccess } from './kubeconfig/in-cluster-access.js';
export {
  clusterAccessFromKubeConfig,
  type LoadKubeConfigOptions,
  loadKubeConfig,
} from './kubeconfig/load-kube-config.js';
export { type AccessRestrictions, restrictAccess } from './kubeconfig/restrict-access.js';
export { NoMatchError } from './no-match-error.js';
export type {
  HttpMethod,
  Identity,
  Transport,
  TransportRequest,
  TransportResponse,
  TransportStream,
} from './transport.js';
