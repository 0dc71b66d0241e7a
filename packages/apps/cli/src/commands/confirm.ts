import type { CliIo } from '../cli/cli-io.js';

/** Asks a question. @throws when the answer is not yes. */
export async function confirm(
  question: string,
  { stderr, readLine }: Pick<CliIo, 'stderr' | 'readLine'>,
): Promise<void> {
  stderr(`? ${question}? [y/N] `);
  if (!/^y(es)?$/i.test((await readLine()).trim())) throw new Error('aborting');
}
