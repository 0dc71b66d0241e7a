import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

/** Text of a file named on the command line. @throws `<problem>: open <file>: …` as Go words it. */
export async function readNamedFile(
  file: string,
  { cwd, problem }: { readonly cwd: string; readonly problem: string },
): Promise<string> {
  // The folder itself, where Go finds nothing.
  if (file === '') throw new Error(`${problem}: open : no such file or directory`);
  try {
    return await readFile(resolve(cwd, file), 'utf8');
  } catch (error) {
    throw new Error(`${problem}: open ${file}: ${describe(error as NodeJS.ErrnoException)}`, { cause: error });
  }
}

function describe({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'no such file or directory';
  return code === 'EACCES' ? 'permission denied' : message;
}
