import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goProgram } from '../go-program.js';
import { type ClientCluster, startClientCluster } from './client-cluster.js';

const SOURCES = resolve(fileURLToPath(import.meta.url), '../../../client-go');

/** Built from its modules, which takes minutes the first time. */
const program = goProgram({ name: 'client-go', sources: SOURCES });

let cluster: ClientCluster;

beforeAll(async () => {
  if (program === undefined) return console.log('skipped: there is no Go to build the program with');
  cluster = await startClientCluster();
});
afterAll(async () => {
  await cluster?.close();
});

describe('a program in Go', () => {
  test.skipIf(program === undefined)('finds everything that client-go offers at work', async () => {
    const { exit, stdout, stderr } = await cluster.run(program ?? '', [], { timeoutMs: 600_000 });
    const failed = stdout.split('\n').filter((line) => line !== '' && !line.endsWith(': ok'));
    expect(failed, stderr).toEqual([]);
    expect(exit, stderr).toBe(0);
    expect(stdout).toContain('informers that list by watching: ok\n');
    expect(stdout).toContain('leader election: ok\n');
  });
});
