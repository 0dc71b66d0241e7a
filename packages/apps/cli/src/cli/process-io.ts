import { createInterface } from 'node:readline';
import { FLUX_VERSION } from '../version.js';
import type { CliIo } from './cli-io.js';
import { textWriter } from './text-writer.js';

/** The world of this process. */
export interface ProcessIo extends CliIo {
  /** Lets go of signals and of standard input. */
  dispose(): void;
}

/** Files, streams, signals and time of this process. A second Ctrl-C ends it at once. */
export function processIo(ownCache?: string): ProcessIo {
  const stop = new AbortController();
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stop.signal.aborted) process.exit(128 + (signal === 'SIGTERM' ? 15 : 2));
    stop.abort(new Error('interrupted'));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    stdout: textWriter(1, () => process.stdout),
    stderr: textWriter(2, () => process.stderr),
    readStdin: () => readStdin(stop.signal),
    readLine: () => readLine(stop.signal),
    env: process.env,
    cwd: process.cwd(),
    get isTerminal() {
      return process.stderr.isTTY === true && process.env['TERM'] !== 'dumb';
    },
    // A terminal that was given no size has none of either.
    columns: () => process.stderr.columns || 80,
    rows: () => process.stderr.rows || 24,
    nowMs: Date.now,
    signal: stop.signal,
    version: FLUX_VERSION,
    ...(ownCache === undefined ? {} : { ownCache }),
    connect: async (options) => (await import('./connect.js')).connect(options),
    contextNamespace: async (options) => (await import('./connect.js')).contextNamespace(options),
    dispose: () => {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}

async function readStdin(signal: AbortSignal): Promise<string> {
  const chunks: Buffer[] = [];
  // Whoever types Ctrl-C has nothing more to say.
  signal.addEventListener('abort', () => process.stdin.destroy(signal.reason), { once: true });
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}

/** @returns an empty line at the end of input, and at Ctrl-C. */
async function readLine(signal: AbortSignal): Promise<string> {
  const lines = createInterface({ input: process.stdin, signal });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    lines.close();
  }
}
