import type { Release } from '../storage/release.js';

/** An action that failed after it had stored something of its release. */
export class ActionError extends Error {
  /** The release as it was left. */
  readonly release: Release;

  constructor(message: string, { release, cause }: { readonly release: Release; readonly cause: unknown }) {
    super(message, { cause });
    this.name = 'ActionError';
    this.release = release;
  }
}

/** The text of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
