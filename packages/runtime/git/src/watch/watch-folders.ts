import { type FSWatcher, watch } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

export interface WatchFoldersOptions {
  readonly root: string;
  /** Whether to look into a folder, given by its path below the root. The root itself is always watched. */
  readonly descend: (path: string) => boolean;
  /** Something may have changed; called too often rather than too seldom, and at once. */
  readonly onEvent: () => void;
  /** More folders than this are not watched. @default 10000 */
  readonly maxFolders?: number;
}

/**
 * Watches a folder and folders in it, those made later included, until the signal aborts.
 *
 * The operating system may drop events and run out of watches: whoever depends on changes also looks by itself now and then.
 * @returns when the folders that exist are watched.
 */
export async function watchFolders(
  { root, descend, onEvent, maxFolders = 10_000 }: WatchFoldersOptions,
  signal: AbortSignal,
): Promise<void> {
  const watchers = new Map<string, FSWatcher>();
  signal.addEventListener('abort', () => closeAll(watchers), { once: true });

  const add = async (path: string): Promise<void> => {
    if (signal.aborted || watchers.has(path) || watchers.size >= maxFolders) return;
    const watcher = tryWatch(join(root, path), () => {
      onEvent();
      // The folder may have got new folders in it, or be gone.
      addBelow(path).then((added) => {
        if (added) onEvent();
      }, ignore);
    });
    if (watcher === undefined) return;
    watchers.set(path, watcher);
    watcher.on('error', () => remove(path));
    await addBelow(path);
  };

  const addBelow = async (path: string): Promise<boolean> => {
    const folders = await listFolders(join(root, path));
    if (folders === undefined) remove(path);
    const found = (folders ?? []).map((name) => (path === '' ? name : `${path}/${name}`));
    const fresh = found.filter((child) => !watchers.has(child) && descend(child));
    for (const child of fresh) await add(child);
    return fresh.length > 0;
  };

  const remove = (path: string): void => {
    watchers.get(path)?.close();
    watchers.delete(path);
  };

  await add('');
}

function tryWatch(folder: string, onEvent: () => void): FSWatcher | undefined {
  try {
    return watch(folder, { persistent: false }, onEvent);
  } catch {
    return undefined;
  }
}

/** @returns `undefined` when the folder is gone. */
async function listFolders(folder: string): Promise<readonly string[] | undefined> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } catch {
    return undefined;
  }
}

function closeAll(watchers: Map<string, FSWatcher>): void {
  for (const watcher of watchers.values()) watcher.close();
  watchers.clear();
}

function ignore(): void {}
