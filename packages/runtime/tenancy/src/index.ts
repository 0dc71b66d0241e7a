export { requireWorkloadIdentity } from './require-workload-identity.js';
export {
  type TenancyWording,
  type TenantClient,
  TenantClients,
  type TenantClientsOptions,
  type TenantObject,
} from './tenant-clients.js';
