import { rmSync } from 'node:fs';
import type { BenchmarkOptions, BenchmarkResult, BenchmarkSuite } from '../measurement.js';
import { bundleServer } from './bundle-server.js';
import { separateCores } from './cores.js';
import { manyObjects } from './many-objects.js';
import { operations } from './operations.js';
import { measureRound, type Round, type RoundOptions } from './round.js';
import { type MeasuredServer, startEmbedded, startReal } from './servers.js';
import { summarizeRounds } from './summarize-rounds.js';

/** The embedded API server beside the real one with etcd: the same requests over HTTPS, one fresh server after the other. */
export const apiserverSuite: BenchmarkSuite = {
  run: ({ runs = 3, ...options }) => measure({ ...options, runs }, { operations, warmRuns: 4 }),
};

/** The same with very many objects, which takes minutes. */
export const manyObjectsSuite: BenchmarkSuite = {
  run: ({ runs = 1, ...options }) => measure({ ...options, runs }, { operations: manyObjects, warmRuns: 0 }),
};

type Starter = (launcher: readonly string[]) => Promise<MeasuredServer | undefined>;

async function measure(
  { runs: rounds = 1, print }: BenchmarkOptions,
  options: RoundOptions,
): Promise<readonly BenchmarkResult[]> {
  const { launcher, note } = separateCores();
  print(`apiserver: ${note}`);
  const bundle = await bundleServer();
  const starters: readonly Starter[] = [(words) => startEmbedded(bundle, words), startReal];
  const measured: Round[] = [];
  try {
    print('apiserver: the client warms up');
    await warmUp(bundle, launcher);
    for (let round = 1; round <= rounds; round++)
      for (const start of starters) {
        const server = await start(launcher);
        if (server === undefined) continue;
        print(`apiserver: round ${round} of ${rounds}, ${server.name}`);
        measured.push(await measureRound(server, options));
      }
  } finally {
    rmSync(bundle, { recursive: true, force: true });
  }
  const [start, ...results] = summarizeRounds(measured);
  return start === undefined ? [] : [{ ...start, note: [note, ...notesOf(start)].join('; ') }, ...results];
}

/** The first start keeps the compiled code of the bundle; the requests are for this process, which sends them. */
async function warmUp(bundle: string, launcher: readonly string[]): Promise<void> {
  await measureRound(await startEmbedded(bundle, launcher), { operations, warmRuns: 1 });
}

function notesOf({ figures, note }: BenchmarkResult): readonly string[] {
  return figures.length > 1 ? [note ?? ''] : ['the real API server is not there: no Go'];
}
