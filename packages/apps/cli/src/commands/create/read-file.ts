import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describeFileProblem } from '../../output/go-file-error.js';

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
    throw new Error(`${problem}: open ${file}: ${describeFileProblem(error)}`, { cause: error });
  }
}
