export { type Clock, systemClock } from './clock.js';
export { concludeApplier } from './conclude-applier.js';
export {
  type ConfigReference,
  type ConfigWatchRulesOptions,
  configIndexValue,
  configWatchRules,
  WATCHED_CONFIGS,
} from './config-watch-rules.js';
export type {
  Conclusion,
  ControllerDefinition,
  ControllerScope,
  Done,
  ObjectChange,
  Outcome,
  ParkOptions,
  ReconcileContext,
  ReconcileKey,
  Step,
  StoryEvent,
  Trigger,
  WakeUp,
  WatchRule,
} from './controller.js';
export { createLogger, type LoggerOptions, type LogLevel } from './create-logger.js';
export { diagnosticsOf } from './diagnostics-of.js';
export { resolveFeatureGates } from './feature-gates.js';
export { Halt, type HaltEvent, type HaltKind, type HaltOptions } from './halt.js';
export type { Informer, Informers, Lister, ObjectCache, WatchTarget } from './informer.js';
export { type Logger, silentLogger } from './logger.js';
export { createManager, type LeaderElectionOptions, type Manager, type ManagerOptions } from './manager.js';
export type { QueueEvent, ReconcileObservation, RuntimeMetrics } from './metrics.js';
export { Preempted } from './preempted.js';
export { type PromMetrics, promMetrics } from './prom-metrics.js';
export { reconcileKeyOf } from './reconcile-key-of.js';
export { type Endpoint, serveHealth, serveMetrics } from './serve-endpoints.js';
export { StatusDraft } from './status-draft.js';
export { whenEstablished } from './when-established.js';
