import { readFileSync } from 'node:fs';

/** The bytes of a file; a link to one is followed. */
export function readFile(path: string): Uint8Array {
  return new Uint8Array(readFileSync(path));
}
