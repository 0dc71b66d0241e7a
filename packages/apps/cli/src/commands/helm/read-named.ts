import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { goFileError } from '../../output/go-file-error.js';

/** The bytes of a file named on the command line. @throws LocatedError `file-missing` as Go words it */
export function readNamed(file: string, cwd: string): Uint8Array {
  // An empty name is no name of this folder.
  if (file === '') throw goFileError('open', file, Object.assign(new Error(), { code: 'ENOENT' }));
  try {
    return readFileSync(resolve(cwd, file));
  } catch (error) {
    throw goFileError((error as NodeJS.ErrnoException).code === 'EISDIR' ? 'read' : 'open', file, error);
  }
}
