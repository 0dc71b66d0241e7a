import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { LocatedError } from '@gotk/located-error';

/** The bytes of a file named on the command line. @throws LocatedError `file-missing` as Go words it */
export function readNamed(file: string, cwd: string): Uint8Array {
  try {
    return readFileSync(resolve(cwd, file));
  } catch (error) {
    const message = `open ${file}: ${problemOf(error as NodeJS.ErrnoException)}`;
    throw new LocatedError({ code: 'file-missing', message, cause: error });
  }
}

function problemOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'no such file or directory';
  if (code === 'EISDIR') return 'is a directory';
  return code === 'EACCES' ? 'permission denied' : message;
}
