import { substitute } from '@gotk/envsubst';
import type { CommandContext } from '../../cli/command.js';

/** Replaces variables of the environment in standard input, line by line; what came before a failure is printed. */
export async function runEnvsubst({ flags, io }: CommandContext): Promise<void> {
  const input = await io.readStdin();
  const lines = input.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const line of lines) {
    io.stdout(`${substitute(line, (name) => io.env[name], { strict: flags.flag('strict') })}\n`);
  }
}
