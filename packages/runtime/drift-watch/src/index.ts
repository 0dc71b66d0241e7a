export { type DriftPolicy, DriftTracker, type DriftTrackerOptions } from './drift-tracker.js';
export { observingClient } from './observing-client.js';
export { type DriftWatch, type WatchDriftOptions, watchDrift } from './watch-drift.js';
