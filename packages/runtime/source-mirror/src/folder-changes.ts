import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { FileChange } from '@gotk/git';

/** Every file below a folder, sorted by path, as a commit that holds nothing else. */
export async function* folderChanges(folder: string): AsyncGenerator<FileChange> {
  yield { everything: 'deleted' };
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.sort()) {
    const path = relative(folder, file).split(sep).join('/');
    const executable = ((await stat(file)).mode & 0o100) !== 0;
    yield { path, content: await readFile(file), executable };
  }
}
