import { buildResources } from '../resources/build-resources.js';
import type { Resource } from '../resources/resource.js';
import type { Release } from '../storage/release.js';
import type { ActionContext } from './action-context.js';
import { messageOf } from './action-error.js';

/** The objects of a revision's manifest. @throws Error with Helm's text, which says which of the two revisions it was. */
export async function buildRevision(
  { manifest, namespace }: Release,
  which: 'current' | 'new',
  context: ActionContext,
): Promise<readonly Resource[]> {
  try {
    return await buildResources(manifest, { ...context, namespace });
  } catch (error) {
    const message = `unable to build kubernetes objects from ${which} release manifest: ${messageOf(error)}`;
    throw new Error(message, { cause: error });
  }
}
