import { type BuildCache, keptBuildsOf } from './build-cache.js';
import { readNodes } from './read/read-nodes.js';
import { readObjects } from './read/read-objects.js';

const ALIAS_NODES = 1_000_000;

/**
 * Checks that a file holds Kubernetes objects and nothing else, as kustomize does when it reads one.
 * @param cache remembers what was fine.
 * @throws LocatedError with kustomize's message, without the name of the file.
 */
export function checkManifests(content: Uint8Array, cache?: BuildCache): void {
  const kept = keptBuildsOf(cache);
  if (kept?.isChecked(content) === true) return;
  check(content);
  kept?.markChecked(content);
}

function check(content: Uint8Array): void {
  const options = { file: '', aliasNodes: ALIAS_NODES };
  try {
    readObjects(readNodes(content, { ...options, exact: false }), '');
  } catch {
    // Once more for the words, which may quote what was read.
    readObjects(readNodes(content, { ...options, exact: true }), '');
  }
}
