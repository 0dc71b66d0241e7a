import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compare } from '../compare.js';
import { commandContender } from '../measure-command.js';
import type { BenchmarkSuite } from '../measurement.js';

const flux = resolve(fileURLToPath(import.meta.url), '../../../../packages/apps/cli/bin/flux.js');

/** How long the command takes to start: `flux --version` against an empty Node process. */
export const startSuite: BenchmarkSuite = {
  async run({ runs = 15 }) {
    const contenders = [
      commandContender({ name: 'flux --version', command: process.execPath, args: [flux, '--version'] }),
      commandContender({ name: 'node -e 0', command: process.execPath, args: ['-e', '0'] }),
    ];
    return [await compare({ name: 'start of the command line', contenders, runs })];
  },
};
