export {
  type TenancyFlags,
  type TenancyWording,
  type TenantClient,
  TenantClients,
  type TenantClientsOptions,
  type TenantObject,
} from './tenant-clients.js';
