import { relative } from 'node:path';
import { findLocation, LocatedError } from '@gotk/located-error';

/** A file in the tree of the whole disk, or one at a URL, as somebody in `folder` names it. */
export function pathOnDisk(file: string, folder: string): string {
  if (/^[a-z]+:\/\//.test(file)) return file;
  const path = relative(folder, `/${file}`);
  return path.startsWith('../../') ? `/${file}` : path || '.';
}

/** Runs a build over the whole disk: errors name files as somebody in `folder` does. */
export async function placeOnDisk<T>(folder: string, build: () => Promise<T>): Promise<T> {
  try {
    return await build();
  } catch (error) {
    throw placedIn(folder, error);
  }
}

function placedIn(folder: string, error: unknown): unknown {
  const at = findLocation(error);
  if (at === undefined || at.repository !== undefined || !(error instanceof LocatedError)) return error;
  const { code, message, hint, stack } = error;
  // Without a cause, which has the place as the tree names it.
  const placed = new LocatedError({ code, message, hint, at: { ...at, file: pathOnDisk(at.file, folder) } });
  return stack === undefined ? placed : Object.assign(placed, { stack });
}
