import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { LocatedError } from '@gotk/located-error';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Fault, type FaultProxy, startFaultProxy } from '../testing/fault-proxy.js';
import { startTestServer, type TestServer } from '../testing/test-server.js';
import { createGitClient, type GitClient } from './create-git-client.js';
import { renderRevision } from './revision.js';

const SIZE = 200_000;

describe('a connection that is bad', () => {
  let server: TestServer;
  let proxy: FaultProxy;
  let git: GitClient;
  let hash: string;

  beforeAll(async () => {
    server = await startTestServer();
    // What looks random does not compress, so the pack has about this size.
    const parts = Array.from({ length: SIZE / 32 }, (_, index) => createHash('sha256').update(String(index)).digest());
    const content = Buffer.concat(parts);
    hash = await server.commit('app', { changes: [{ path: 'blob', content }], files: { 'a.yaml': 'a' } });
    proxy = await startFaultProxy(server.server.url);
    git = createGitClient({ temporaryFolder: server.folder });
  });
  afterEach(() => {
    proxy.fault = { kind: 'none' };
    expect(readdirSync(server.folder).filter((name) => name.startsWith('gotk-'))).toEqual([]);
  });
  afterAll(async () => {
    await git.close();
    await proxy.close();
    await server.close();
  });

  const fetch = async (timeoutMs = 20_000): Promise<string> => {
    const remote = { url: `${proxy.url}/app.git` };
    const outcome = await git.fetch({ remote, reference: { branch: 'main' } }, AbortSignal.timeout(timeoutMs));
    if (outcome.kind !== 'fetched') throw new Error(outcome.kind);
    try {
      const tree = await outcome.snapshot.readTree();
      const blob = tree.entry('blob');
      if (blob?.kind !== 'file' || blob.read().length !== SIZE) throw new Error('the file is not whole');
      return renderRevision(outcome.snapshot.at);
    } finally {
      await outcome.snapshot.close();
    }
  };

  const cuts = [0, 60, 400, 1200, 60_000];
  const rows: readonly { name: string; fault: Fault }[] = [
    { name: 'refuses', fault: { kind: 'refuse' } },
    ...cuts.map((afterBytes) => ({
      name: `is reset after ${afterBytes} bytes`,
      fault: { kind: 'reset', afterBytes } as Fault,
    })),
    ...cuts.map((afterBytes) => ({
      name: `ends after ${afterBytes} bytes`,
      fault: { kind: 'truncate', afterBytes } as Fault,
    })),
    ...[10, 420, 60_000].map((atByte) => ({
      name: `changes byte ${atByte}`,
      fault: { kind: 'corrupt', atByte } as Fault,
    })),
  ];
  test.each(rows)('$name: an error that says so, or the whole commit; then all is well', async ({ fault }) => {
    // Connections that were made before do not suffer.
    await git.close();
    git = createGitClient({ temporaryFolder: server.folder });
    proxy.fault = fault;
    const result = await fetch().catch((error: unknown) => error);
    if (typeof result === 'string') expect(result).toBe(`main@sha1:${hash}`);
    else {
      expect(result).toBeInstanceOf(LocatedError);
      expect(String(result)).toMatch(/unable to clone|object not found/);
    }
    proxy.fault = { kind: 'none' };
    expect(await fetch()).toBe(`main@sha1:${hash}`);
  });

  test('slow as it may be, the commit comes whole', async () => {
    proxy.fault = { kind: 'trickle', delayMs: 3 };
    expect(await fetch()).toBe(`main@sha1:${hash}`);
  });

  test.each([0, 300, 5000])('hangs after %i bytes: the time limit ends it, processes included', async (afterBytes) => {
    await git.close();
    git = createGitClient({ temporaryFolder: server.folder });
    proxy.fault = { kind: 'hang', afterBytes };
    await expect(fetch(600)).rejects.toMatchObject({ message: expect.stringContaining('context deadline exceeded') });
    const processes = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
    expect(processes).not.toContain(proxy.url);
  });

  test('a caller that stops gets its own reason', async () => {
    proxy.fault = { kind: 'hang', afterBytes: 0 };
    await git.close();
    git = createGitClient({ temporaryFolder: server.folder });
    const controller = new AbortController();
    const reason = new Error('shutting down');
    setTimeout(() => controller.abort(reason), 100);
    const remote = { url: `${proxy.url}/app.git` };
    await expect(git.fetch({ remote, reference: { branch: 'main' } }, controller.signal)).rejects.toBe(reason);
  });
});
