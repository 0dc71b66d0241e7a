import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ObjectFormat } from '../protocol/remote-refs.js';
import { makeTemporaryFolder } from './temporary-folders.js';

/** A bare repository made for one piece of work. */
export interface BareRepository {
  readonly gitDir: string;
  remove(): Promise<void>;
}

/** Makes an empty bare repository; a handful of files, no process. */
export async function createBareRepository(parent: string, objectFormat: ObjectFormat): Promise<BareRepository> {
  const gitDir = await makeTemporaryFolder(parent);
  await writeBareRepository(gitDir, { objectFormat });
  return { gitDir, remove: () => rm(gitDir, { recursive: true, force: true, maxRetries: 3 }) };
}

export interface BareRepositoryOptions {
  readonly objectFormat?: ObjectFormat;
  /** Where `HEAD` points to. */
  readonly branch?: string;
}

const FOLDERS = ['objects/info', 'objects/pack', 'refs/heads', 'refs/tags'];

/** Writes what makes the existing folder `gitDir` an empty bare repository; `HEAD`, which makes it one, last. */
export async function writeBareRepository(
  gitDir: string,
  { objectFormat = 'sha1', branch = 'main' }: BareRepositoryOptions = {},
): Promise<void> {
  for (const folder of FOLDERS) await mkdir(join(gitDir, folder), { recursive: true });
  await writeFile(join(gitDir, 'config'), renderConfig(objectFormat));
  await writeFile(join(gitDir, 'HEAD'), `ref: refs/heads/${branch}\n`);
}

function renderConfig(objectFormat: ObjectFormat): string {
  const core = (version: number): string => `[core]\n\trepositoryformatversion = ${version}\n\tbare = true\n`;
  return objectFormat === 'sha1' ? core(0) : `${core(1)}[extensions]\n\tobjectformat = ${objectFormat}\n`;
}
