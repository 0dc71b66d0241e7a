import { spawnSync } from 'node:child_process';

/** Where the servers of the benchmark run. */
export interface Cores {
  /** A command that keeps the command after it on one core; empty where that is not possible. */
  readonly launcher: readonly string[];
  /** What is to be known when the figures are read. */
  readonly note: string;
}

/** Gives all processes of a server one core, and this process, which asks them, another. Linux' `taskset` does it. */
export function separateCores(): Cores {
  const [client, server] = allowedCores();
  if (client === undefined || server === undefined)
    return { launcher: [], note: 'the servers are NOT held on one core: there is no taskset, or one core alone' };
  taskset('-a', '-c', '-p', client, String(process.pid));
  return {
    launcher: ['taskset', '-c', server],
    note: `all processes of a server have core ${server} alone, the client core ${client}`,
  };
}

/** The cores that this process may use; none where they cannot be told. */
function allowedCores(): readonly string[] {
  const list = /list: (\S+)/.exec(taskset('-c', '-p', String(process.pid)))?.[1] ?? '';
  return list.split(',').flatMap((part) => {
    const [first = 0, last = first] = part.split('-').map(Number);
    return part === '' ? [] : Array.from({ length: last - first + 1 }, (_, index) => String(first + index));
  });
}

function taskset(...words: readonly string[]): string {
  return spawnSync('taskset', words, { encoding: 'utf8' }).stdout ?? '';
}
