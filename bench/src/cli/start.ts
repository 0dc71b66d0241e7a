import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compare } from '../compare.js';
import { commandContender } from '../measure-command.js';
import type { BenchmarkSuite, Contender } from '../measurement.js';

const flux = resolve(fileURLToPath(import.meta.url), '../../../../packages/apps/cli/bin/flux.js');
const listen = resolve(fileURLToPath(import.meta.url), '../../apiserver/listen.js');

/** How long the command, and a program with an API server, take to start: against an empty Node process. */
export const startSuite: BenchmarkSuite = {
  async run({ runs = 15 }) {
    const empty = node('node -e 0', '-e', '0');
    const command = [node('flux --version', flux, '--version'), empty];
    const server = [node('import @gotk/apiserver, listen, exit', listen), empty];
    return [
      await compare({ name: 'start of the command line', contenders: command, runs }),
      await compare({ name: 'start of a program with an API server', contenders: server, runs }),
    ];
  },
};

function node(name: string, ...args: readonly string[]): Contender {
  return commandContender({ name, command: process.execPath, args });
}
