import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadIndex } from '@gotk/helm-repository';
import { goFileError } from '../../../output/go-file-error.js';

/** Where the index of a repository is cached. */
export function cachedIndexFile(repositoryCache: string, name: string): string {
  return join(repositoryCache, `${name}-index.yaml`);
}

/** The cached index of a repository, in the form of `loadIndex`. @throws Error in Helm's words */
export function readCachedIndex(repositoryCache: string, name: string): Buffer {
  const file = cachedIndexFile(repositoryCache, name);
  const text = readIndex(file);
  try {
    return loadIndex(text);
  } catch (cause) {
    throw new Error(`error loading ${file}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

function readIndex(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw goFileError('open', file, cause);
  }
}
