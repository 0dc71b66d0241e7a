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
export { createKubeClient, type KubeClientOptions } from './create-kube-client.js';
export { NoMatchError } from './no-match-error.js';
export type {
  HttpMethod,
  Identity,
  Transport,
  TransportRequest,
  TransportResponse,
  TransportStream,
} from './transport.js';
