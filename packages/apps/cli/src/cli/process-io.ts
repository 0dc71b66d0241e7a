import { createInterface } from 'node:readline';
import { FLUX_VERSION } from '../version.js';
import type { CliIo } from './cli-io.js';

/** The world of this process. */
export interface ProcessIo extends CliIo {
  /** Lets go of signals and of standard input. */
  dispose(): void;
}

/** Files, streams, signals and time of this process. A second Ctrl-C ends it at once. */
export function processIo(): ProcessIo {
  const stop = new AbortController();
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stop.signal.aborted) process.exit(128 + (signal === 'SIGTERM' ? 15 : 2));
    stop.abort(new Error('interrupted'));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  ignoreClosedPipe(process.stdout);
  ignoreClosedPipe(process.stderr);
  return {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    readStdin,
    readLine,
    env: process.env,
    cwd: process.cwd(),
    isTerminal: process.stderr.isTTY === true && process.env['TERM'] !== 'dumb',
    // A terminal that was given no size has none of either.
    columns: () => process.stderr.columns || 80,
    rows: () => process.stderr.rows || 24,
    nowMs: Date.now,
    signal: stop.signal,
    version: FLUX_VERSION,
    connect: async (options) => (await import('./connect.js')).connect(options),
    contextNamespace: async (options) => (await import('./connect.js')).contextNamespace(options),
    dispose: () => {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}

/** `flux get … | head` closes the pipe; that is no failure. */
function ignoreClosedPipe(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}

async function readLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    lines.close();
  }
}
