import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const shared = process.env['GOTK_SHARED'] ?? resolve(fileURLToPath(import.meta.url), '../../../../../shared');

/** A folder of the corpora, which stand beside the checkout; `undefined` where there are none. */
export function sharedFolder(path: string): string | undefined {
  const folder = join(shared, path);
  return existsSync(folder) ? folder : undefined;
}
