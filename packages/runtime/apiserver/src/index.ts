export {
  type ApiServer,
  type ApiServerOptions,
  type Clock,
  createApiServer,
  type ListenAddress,
  type ListenOptions,
} from './api-server.js';
export type { AuditLevel } from './audit/audit-event.js';
export type { AuditOptions } from './audit/audit-log.js';
export type { StaticToken } from './auth/static-tokens.js';
export type { SimulatedWebhooks } from './core/api-core.js';
export type { ListenLimits } from './http/listen-limits.js';
export { FolderInUseError, lockFolder } from './storage/lock-folder.js';
export type { PodLog, PodLogLine, PodLogSource } from './subresources/pods/pod-log-source.js';
export { METRICS_ANNOTATION } from './workloads/autoscalers/metric-values.js';
export {
  AFTER_ANNOTATION,
  FLAP_ANNOTATION,
  OUTCOME_ANNOTATION,
  type PodOutcome,
  type PodPlan,
} from './workloads/simulation.js';
export type { SimulationLimit } from './workloads/simulation-limit.js';
