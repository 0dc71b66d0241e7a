import type { Release } from '../storage/release.js';
import type { ActionContext } from './action-context.js';

/** Stores a release as well as can be: there is another failure to tell, or none. */
export async function recordRelease(release: Release, { storage, signal }: ActionContext): Promise<void> {
  await storage.update(release).catch(() => signal.throwIfAborted());
}
