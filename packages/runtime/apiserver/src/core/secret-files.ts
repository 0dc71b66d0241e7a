import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Keys and tokens of the server that outlive it. */
export interface SecretFiles {
  read(name: string): string | undefined;
  write(name: string, content: string): void;
}

/** Keeps secrets as files that only their owner can read. */
export function secretFilesIn(dataDir: string): SecretFiles {
  const folder = join(dataDir, 'secrets');
  return {
    read: (name) => readIfThere(join(folder, name)),
    write: (name, content) => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const temporary = join(folder, `.${name}.new`);
      writeFileSync(temporary, content, { mode: 0o600, flush: true });
      renameSync(temporary, join(folder, name));
    },
  };
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Forgets everything when the process ends: for servers that live in memory only. */
export function secretsInMemory(): SecretFiles {
  const contents = new Map<string, string>();
  return { read: (name) => contents.get(name), write: (name, content) => void contents.set(name, content) };
}
