export { createApplyMemory } from './apply-memory.js';
export { type ApplyMemory, type ApplyOptions, applyObjects } from './apply-objects.js';
export { ApplyError } from './change/apply-error.js';
export { type Change, type ChangeAction, isChanged, renderChange, renderChanges } from './change/change-set.js';
export { type MetadataSelector, matchesMetadata } from './change/match-metadata.js';
export { isSopsEncrypted, normalizeObject } from './change/normalize-object.js';
export { type CleanupOptions, cleanupPatch, type DisplacedManager } from './cleanup/cleanup-patch.js';
export { DeleteError, type DeleteObjectsOptions, deleteObjects } from './delete-objects.js';
export { hasDrifted } from './drift/has-drifted.js';
export {
  type CompiledIgnoreRule,
  compileIgnoreRules,
  type IgnoreRule,
  type IgnoreTarget,
} from './drift/ignore-rules.js';
export {
  compileHealthExpressions,
  type ExpressedHealthOf,
  type HealthExpression,
} from './health/health-expressions.js';
export {
  HealthError,
  type HealthStatus,
  type ObjectHealth,
  type StatusOf,
  type WaitOptions,
  waitForHealth,
} from './health/wait-for-health.js';
export { type TerminationOptions, waitForTermination } from './health/wait-for-termination.js';
export { mapConcurrently } from './map-concurrently.js';
export { compareApplyOrder } from './order/apply-order.js';
export { type ApplyStage, splitStages } from './order/split-stages.js';
