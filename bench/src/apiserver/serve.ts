import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import type { serveMain } from './serve-main.js';

interface Bundle {
  readonly serveMain: typeof serveMain;
}

// As `flux up` does.
setFlagsFromString('--interrupt-budget=1000000');
setFlagsFromString('--semi-space-growth-factor=16');

/**
 * A server of its own process for the benchmark, from its bundle: as the `flux` command does, it keeps the compiled code beside it
 * when it ends, with that of the functions which were used.
 */
const [, , folder = '', dataDir = '', token = ''] = process.argv;
const file = join(folder, 'serve-main.cjs');
const kept = `${file}.compiled`;
const code = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'utf8')}\n})`;
const cachedData = existsSync(kept) ? readFileSync(kept) : undefined;
const script = new Script(code, { filename: file, ...(cachedData === undefined ? {} : { cachedData }) });
const module = { exports: {} as Bundle };
const run = script.runInThisContext() as (...parts: readonly unknown[]) => void; // The wrapper above.
run(module.exports, createRequire(file), module, file, dirname(file));
if (cachedData === undefined) process.once('exit', () => writeFileSync(kept, script.createCachedData()));
await module.exports.serveMain(dataDir, token);
