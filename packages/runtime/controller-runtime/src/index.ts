export {
  type Done,
  Halt,
  type HaltKind,
  type HaltOptions,
  type ReconcileContext,
  type ReconcileKey,
  type Step,
  type WatchRule,
} from './controller.js';
