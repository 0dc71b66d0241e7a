export { addSourceWatcher, type SourceWatcherOptions } from './add-source-watcher.js';
