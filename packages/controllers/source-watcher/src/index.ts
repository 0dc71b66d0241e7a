export { addSourceWatcher, SOURCE_WATCHER_FEATURE_GATES, type SourceWatcherOptions } from './add-source-watcher.js';
