import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGitClient } from '@gotk/git';
import { LocatedError } from '@gotk/located-error';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClosingStack } from '../closing-stack.js';
import { checkSource } from './check-source.js';
import { resolveInput } from './resolve-input.js';
import { serveSource } from './serve-source.js';

const signal = new AbortController().signal;
let root: string;
const git = (...args: readonly string[]): void => {
  const who = ['-c', 'user.name=T', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...who, ...args], { cwd: join(root, 'fleet'), stdio: 'ignore' });
};

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'flux-input-'));
  for (const folder of ['fleet/clusters/staging', 'fleet/clusters/production', 'plain', 'empty']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  writeFileSync(join(root, 'fleet/clusters/staging/a.yaml'), 'a: b\n');
  writeFileSync(join(root, 'fleet/clusters/production/a.yaml'), 'a: b\n');
  writeFileSync(join(root, 'plain/a.yaml'), 'a: b\n');
  writeFileSync(join(root, 'file'), '');
  execFileSync('git', ['init', '--quiet', '--initial-branch=main'], { cwd: join(root, 'fleet') });
  execFileSync('git', ['init', '--quiet', '--initial-branch=main'], { cwd: join(root, 'empty') });
  git('add', '--all');
  git('commit', '--quiet', '--message', 'start');
  git('branch', 'dev');
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

async function failureOf(run: Promise<unknown>): Promise<LocatedError> {
  const error = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof LocatedError) return error;
  throw new Error(`no LocatedError but ${String(error)}`);
}

describe('resolveInput', () => {
  const resolve = (target: string, more: { path?: string; branch?: string } = {}) =>
    resolveInput({ target, path: undefined, branch: undefined, cwd: root, ...more }, signal);

  const good: readonly [target: string, more: { path?: string; branch?: string }, expected: object][] = [
    ['fleet', { path: './clusters/staging/' }, { kind: 'repository', branch: 'main', path: 'clusters/staging' }],
    ['fleet', { branch: 'dev' }, { kind: 'repository', branch: 'dev', path: '' }],
    ['fleet/clusters', { path: 'staging' }, { kind: 'folder', path: 'staging' }],
    ['plain', {}, { kind: 'folder', path: '' }],
    ['https://example.com/a.git', {}, { kind: 'remote', url: 'https://example.com/a.git', branch: undefined }],
    ['ssh://git@example.com/a', { branch: 'x' }, { kind: 'remote', branch: 'x' }],
  ];
  it.each(good)('%s %j', async (target, more, expected) => {
    expect(await resolve(target, more)).toMatchObject(expected);
  });

  const bad: readonly [target: string, more: { path?: string; branch?: string }, code: string, hint: RegExp][] = [
    ['nowhere', {}, 'no-such-path', /path of a Git repository/],
    ['file', {}, 'not-a-folder', /folder that holds/],
    ['empty', {}, 'no-commits', /Commit something/],
    ['plain', { branch: 'x' }, 'branch-of-folder', /leave --branch out/],
    ['fleet', { path: '../..' }, 'bad-path', /relative to the root/],
    ['git@example.com:a/b', {}, 'bad-url', /ssh:\/\/git@example.com\/a\/b/],
    ['ftp://example.com/a', {}, 'bad-url', /http, https or ssh/],
  ];
  it.each(bad)('refuses %s %j', async (target, more, code, hint) => {
    const error = await failureOf(resolve(target, more));
    expect(error.code).toBe(code);
    expect(error.hint).toMatch(hint);
  });
});

describe('checkSource', () => {
  const check = async (target: string, more: { path?: string; branch?: string } = {}): Promise<string> => {
    const closing = createClosingStack();
    const client = createGitClient();
    closing.push(() => client.close());
    try {
      const input = await resolveInput({ target, path: undefined, branch: undefined, cwd: root, ...more }, signal);
      const shadowDir = join(root, 'shadow.git');
      const served = await serveSource(input, { shadowDir, nowMs: Date.now }, { closing, signal });
      return await checkSource(client, served, signal);
    } finally {
      await closing.close();
    }
  };

  it.each([
    ['fleet', { path: 'clusters/staging' }, 'main'],
    ['fleet', { path: 'clusters/staging', branch: 'dev' }, 'dev'],
    ['plain', {}, 'main'],
  ] as const)('%s %j', async (target, more, branch) => {
    expect(await check(target, more)).toBe(branch);
  });

  const bad: readonly [more: { path?: string; branch?: string }, code: string, hint: RegExp][] = [
    [{ branch: 'nope' }, 'no-such-branch', /dev, main/],
    [{ path: 'clusters/nope' }, 'no-such-folder', /clusters\/production, clusters\/staging/],
    [{ path: 'clusters/staging/a.yaml' }, 'no-such-folder', /clusters\/staging/],
    [{}, 'path-needed', /--path: clusters\/production, clusters\/staging/],
  ];
  it.each(bad)('refuses %j', async (more, code, hint) => {
    const error = await failureOf(check('fleet', more));
    expect(error.code).toBe(code);
    expect(error.hint).toMatch(hint);
  });
});
