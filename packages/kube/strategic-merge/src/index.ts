export {
  applyStrategicMergePatch,
  type CreatePatchOptions,
  combineStrategicMergePatches,
  createThreeWayStrategicMergePatch,
  createTwoWayStrategicMergePatch,
  type Precondition,
  requireUnchanged,
  type ThreeWayOptions,
  type ThreeWayStates,
} from './strategic-merge-patch.js';
