import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeBareRepository } from '../client/bare-repository.js';

/** Makes a bare repository at `gitDir`, unless there is one, with `HEAD` on a branch. */
export async function initBareRepository(gitDir: string, branch = 'main'): Promise<void> {
  if (existsSync(join(gitDir, 'HEAD'))) return;
  await mkdir(gitDir, { recursive: true });
  await writeBareRepository(gitDir, { branch });
}
