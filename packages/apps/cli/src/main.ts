import { processIo } from './cli/process-io.js';
import { runCli } from './cli/run-cli.js';

/** Runs the command line of this process. @returns the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const io = processIo();
  try {
    return await runCli(argv, io);
  } finally {
    io.dispose();
  }
}
