import { LocatedError } from '@gotk/located-error';
import { helmError } from '../helm-error.js';
import type { PostRenderer } from './post-renderer.js';

/** Runs a post-renderer. @throws LocatedError `post-render`, with what it threw as the cause */
export async function runPostRenderer(renderer: PostRenderer, manifests: string, what: string): Promise<string> {
  try {
    return await renderer(manifests);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const hint = error instanceof LocatedError ? error.hint : undefined;
    throw helmError('post-render', `error while running post render on ${what}: ${text}`, { hint, cause: error });
  }
}
