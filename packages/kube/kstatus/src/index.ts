export { type ComputeStatusOptions, computeStatus } from './compute-status.js';
export type { ObjectStatus, Status, StatusCondition } from './object-status.js';
