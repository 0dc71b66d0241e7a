import { processIo } from './cli/process-io.js';
import { runCli } from './cli/run-cli.js';

/**
 * Runs the command line of this process.
 *
 * @param ownCache folder in which this very build of the program may keep what makes it faster; nobody else can write to it.
 * @returns the exit code.
 */
export async function main(argv: readonly string[], ownCache?: string): Promise<number> {
  const io = processIo(ownCache);
  try {
    return await runCli(argv, io);
  } finally {
    io.dispose();
  }
}
