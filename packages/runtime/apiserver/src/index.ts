export {
  type ApiServer,
  type ApiServerOptions,
  type Clock,
  createApiServer,
  type ListenAddress,
  type ListenOptions,
} from './api-server.js';
export type { StaticToken } from './auth/static-tokens.js';
