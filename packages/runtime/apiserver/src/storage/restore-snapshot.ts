import type { PersistedObject, Persistence } from './persistence.js';
import { readLogFile } from './read-log-file.js';

/**
 * Puts the objects of a snapshot into an empty medium.
 *
 * @returns the medium, with them in it.
 * @throws when the medium has objects already, or the file is not a whole snapshot.
 */
export async function restoreSnapshot(persistence: Persistence, file: string): Promise<Persistence> {
  const { revision, objects } = readSnapshot(file);
  const present = persistence.load();
  if (present.revision > 0 || [...present.objects].length > 0)
    throw new Error(`${file} can only be restored into an empty cluster, but there is one already`);
  await Promise.all(
    objects.map(({ collection, record }) => {
      const { key, revision } = record;
      return persistence.write({ collection, key, revision, record });
    }),
  );
  // A medium that keeps nothing gives back what was restored.
  const kept = [...persistence.load().objects].length > 0;
  if (kept || objects.length === 0) return persistence;
  return {
    load: () => ({ revision, objects }),
    write: (write) => persistence.write(write),
    close: () => persistence.close(),
  };
}

function readSnapshot(file: string): { readonly revision: number; readonly objects: readonly PersistedObject[] } {
  const objects: PersistedObject[] = [];
  let [revision, isWhole] = [0, false];
  readLogFile(file, (entry) => {
    if (entry.kind === 'header') revision = entry.header.revision;
    else if (entry.kind === 'end') isWhole = true;
    else if (entry.write.record !== undefined)
      objects.push({ collection: entry.write.collection, record: entry.write.record });
  });
  if (!isWhole) throw new Error(`${file} is no whole snapshot of a cluster`);
  return { revision, objects };
}
