export { defaultPatterns, mediaFiles, versionControlFiles, versionControlPatterns } from './default-patterns.js';
export { filterTree } from './filter-tree.js';
export { createIgnoreMatcher, type IgnoreMatcher } from './ignore-matcher.js';
export { type IgnorePattern, parseIgnorePattern } from './ignore-pattern.js';
export { IGNORE_FILE, parseIgnoreFile, readIgnorePatterns } from './read-patterns.js';
