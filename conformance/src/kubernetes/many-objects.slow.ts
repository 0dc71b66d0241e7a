import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createApiServer } from '@gotk/apiserver';
import { createKubeClient } from '@gotk/kube-client';
import { afterEach, beforeEach, expect, it } from 'vitest';

const COUNT = 100_000;
const TEXT_BYTES = 2048;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'many-objects-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A server of its own process that says how many objects it has acknowledged, and its memory. */
const WRITER = `
import { createApiServer } from '@gotk/apiserver';
import { createKubeClient } from '@gotk/kube-client';
const server = await createApiServer({ dataDir: process.argv[2], controllers: false });
const client = createKubeClient(server.transport());
let next = 0;
let done = 0;
const data = { text: 'x'.repeat(${TEXT_BYTES}) };
const work = async () => {
  for (let index = next++; index < ${COUNT}; index = next++) {
    await client.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'o-' + index, namespace: 'default' }, data });
    if (++done % 10_000 === 0) process.stdout.write(done + ' ' + Math.round(process.memoryUsage().rss / 2 ** 20) + '\\n');
  }
};
await Promise.all(Array.from({ length: 64 }, work));
setInterval(() => undefined, 1000);
`;

it('100,000 objects of 2 KiB are there again after the server was killed, in bounded room', async () => {
  const memoryMiB = await loadAndKill();
  const storedMiB = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0) / 2 ** 20;
  const server = await createApiServer({ dataDir: folder, controllers: false });
  const client = createKubeClient(server.transport());
  const kind = { apiVersion: 'v1', kind: 'ConfigMap' };
  const { items } = await client.list(kind, { namespace: 'default', as: 'metadata' });
  const names = new Set(items.map(({ metadata }) => metadata.name));
  await client.close();
  await server.close();
  expect(names.size).toBeGreaterThanOrEqual(COUNT);
  // Each object is about 2.5 KiB of text; the log and one snapshot are on the disk, the texts and some objects in memory.
  expect(storedMiB).toBeLessThan(1000);
  expect(memoryMiB).toBeLessThan(1000);
});

/** @returns the memory of the process at its end. */
async function loadAndKill(): Promise<number> {
  const child = spawn(process.execPath, ['--input-type=module', '-', folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(WRITER);
  let memoryMiB = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [done, memory] = line.split(' ').map(Number);
    memoryMiB = memory ?? 0;
    if (done === COUNT) child.kill('SIGKILL');
  }
  return memoryMiB;
}
