import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../testing/test-server.js';

const run = promisify(execFile);
const git = (...args: readonly string[]) =>
  run('git', [...args], { env: { ...process.env, GIT_TERMINAL_PROMPT: '0', GIT_CONFIG_GLOBAL: '/dev/null' } });

describe('serveGit', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({
      writable: { writable: true },
      private: { basicAuth: { username: 'user', password: 'pass:word' } },
    });
    for (const name of ['app', 'writable', 'private', 'deep/er']) await server.commit(name, { files: { a: name } });
  });
  afterAll(() => server.close());

  test.each([0, 1, 2])('Git clones with protocol version %i', async (version) => {
    const clone = join(server.folder, `clone-${version}`);
    await git('-c', `protocol.version=${version}`, 'clone', '-q', server.urlOf('app'), clone);
    expect(existsSync(join(clone, 'a'))).toBe(true);
  });

  test('a path with slashes', async () => {
    const { stdout } = await git('ls-remote', server.urlOf('deep/er'));
    expect(stdout).toContain('refs/heads/main');
  });

  test.each([
    { name: 'nothing there', path: 'none.git/info/refs?service=git-upload-pack', status: 404 },
    { name: 'no service', path: 'app.git/info/refs', status: 404 },
    { name: 'another service', path: 'app.git/info/refs?service=git-upload-archive', status: 404 },
    { name: 'a file of the repository', path: 'app.git/config', status: 404 },
    { name: 'the way out', path: '..%2fapp.git/info/refs?service=git-upload-pack', status: 404 },
    { name: 'a push to what is read-only', path: 'app.git/info/refs?service=git-receive-pack', status: 403 },
    { name: 'no credentials', path: 'private.git/info/refs?service=git-upload-pack', status: 401 },
  ])('$name: $status', async ({ path, status }) => {
    const response = await fetch(`${server.server.url}/${path}`);
    expect(response.status).toBe(status);
    expect(await response.text()).toBe({ 401: 'Unauthorized', 403: 'read-only' }[status] ?? '');
  });

  test('credentials', async () => {
    const { stdout } = await git('ls-remote', server.urlOf('private').replace('//', '//user:pass%3Aword@'));
    expect(stdout).toContain('refs/heads/main');
  });

  test('a push', async () => {
    const clone = join(server.folder, 'push');
    await git('clone', '-q', server.urlOf('writable'), clone);
    await git('-C', clone, '-c', 'user.name=x', '-c', 'user.email=x', 'commit', '-q', '--allow-empty', '-m', 'pushed');
    await git('-C', clone, 'push', '-q', 'origin', 'HEAD:refs/heads/pushed');
    const { stdout } = await git('ls-remote', server.urlOf('writable'), 'refs/heads/pushed');
    expect(stdout).not.toBe('');
  });

  test('a request that is not Git leaves the server alive', async () => {
    const url = `${server.urlOf('app')}/git-upload-pack`;
    await fetch(url, { method: 'POST', body: 'zzzz' })
      .then(
        (response) => response.text(),
        () => '',
      )
      .catch(() => '');
    expect((await git('ls-remote', server.urlOf('app'))).stdout).toContain('refs/heads/main');
  });
});

test('equal commits have equal hashes', async () => {
  const server = await startTestServer();
  const commit = (name: string): Promise<string> =>
    server.commit(name, { message: 'first', files: { 'a "quoted"\nname': 'x', b: 'y' } });
  expect(await commit('one')).toBe(await commit('two'));
  await server.close();
});
