export {
  type ConnectionOptions,
  createDispatcherPool,
  type DispatcherPool,
  type DispatcherPoolOptions,
  type RewriteUrl,
  type TlsOptions,
} from './dispatcher-pool.js';
export { createHttpSend, type HttpRequest, type HttpResponse, type HttpSend, redactUrl } from './http-client.js';
export { type HttpListener, type ListenHttpOptions, listenHttp } from './listen-http.js';
export { describeNetworkError, isTimeout } from './network-error.js';
export { type ProxyEnvironment, proxyEnvironment } from './proxy-environment.js';
export { readBody } from './read-body.js';
export { systemCertificates } from './system-certificates.js';
