import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDispatcherPool, createHttpSend } from '@gotk/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObjectStorage } from '../object-storage.js';
import { createS3Storage } from './s3-storage.js';

/** A real S3 server: `go install github.com/versity/versitygw/cmd/versitygw@v1.8.0`, found in PATH or by $VERSITYGW. */
const SERVER = process.env['VERSITYGW'] ?? 'versitygw';
const signal = AbortSignal.timeout(60_000);

function isInstalled(): boolean {
  try {
    execFileSync(SERVER, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const title = 'a real S3 server';
const installed = isInstalled();
if (!installed) it.skip(`${title}: versitygw is not installed`, () => undefined);

describe.runIf(installed)(title, () => {
  const folder = mkdtempSync(join(tmpdir(), 's3-'));
  const pool = createDispatcherPool();
  const send = createHttpSend(pool);
  let endpoint = '';
  let stop = (): void => undefined;

  const storage = (accessKey: string, secretKey: string): ObjectStorage =>
    createS3Storage({ send, endpoint, insecure: true, credentials: { accessKey, secretKey } });

  beforeAll(async () => {
    for (const path of ['files/deep', 'files/odd +%/ü']) mkdirSync(join(folder, path), { recursive: true });
    writeFileSync(join(folder, 'files/deep/a.yaml'), 'a');
    writeFileSync(join(folder, "files/odd +%/ü/b'(1)*.yaml"), 'b');
    for (let index = 0; index < 1100; index++) writeFileSync(join(folder, `files/many-${index}`), '');
    endpoint = `127.0.0.1:${await freePort()}`;
    const args = [
      '--access',
      'key',
      '--secret',
      'secret',
      '--port',
      endpoint,
      '--region',
      'eu-x',
      '--quiet',
      'posix',
      folder,
    ];
    const server = spawn(SERVER, args, { stdio: 'ignore' });
    stop = () => void server.kill('SIGKILL');
    while (!(await isUp(endpoint))) await new Promise((resolve) => setTimeout(resolve, 20));
  }, 60_000);

  afterAll(async () => {
    stop();
    await pool.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function isUp(host: string): Promise<boolean> {
    try {
      await (await send({ method: 'GET', url: `http://${host}/` }, signal)).dump();
      return true;
    } catch {
      return false;
    }
  }

  it('lists, across pages and with odd names, and reads', async () => {
    const files = storage('key', 'secret');
    const keys: string[] = [];
    for await (const { key } of files.list('files', '', signal)) keys.push(key);
    expect(keys.filter((key) => key.startsWith('many-'))).toHaveLength(1100);
    expect(keys).toContain("odd +%/ü/b'(1)*.yaml");
    const found = await files.get('files', { key: "odd +%/ü/b'(1)*.yaml", limitBytes: 10 }, signal);
    expect(Buffer.from(found?.bytes ?? []).toString()).toBe('b');
    const below: string[] = [];
    for await (const { key } of files.list('files', 'deep/a', signal)) below.push(key);
    expect(below).toEqual(['deep/a.yaml']);
  });

  it('knows which buckets and objects there are', async () => {
    const files = storage('key', 'secret');
    expect(await files.bucketExists('files', signal)).toBe(true);
    expect(await files.bucketExists('nothing', signal)).toBe(false);
    expect(await files.get('files', { key: 'nothing', limitBytes: 10 }, signal)).toBeUndefined();
  });

  it('lets nobody in with a wrong key', async () => {
    await expect(storage('key', 'wrong').bucketExists('files', signal)).rejects.toThrow('Access Denied.');
    await expect(async () => {
      for await (const _ of storage('key', 'wrong').list('files', '', signal)) break;
    }).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' });
  });
});

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}
