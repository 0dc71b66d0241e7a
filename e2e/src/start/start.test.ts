import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const cli = resolve(fileURLToPath(import.meta.url), '../../../../packages/apps/cli');

const kustomization = 'resources: [a.yaml]\nnamespace: apps\n';
const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  a: b\n';

/** What npm would publish, unpacked in a folder of its own, without any dependency installed. */
describe('the packed command', { timeout: 60_000 }, () => {
  let folder = '';
  let flux = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'flux-start-'));
    execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], { cwd: cli });
    const [archive = ''] = readdirSync(folder);
    execFileSync('tar', ['-xzf', archive], { cwd: folder });
    flux = join(folder, 'package/bin/flux.js');
    mkdirSync(join(folder, 'app'));
    writeFileSync(join(folder, 'app/kustomization.yaml'), kustomization);
    writeFileSync(join(folder, 'app/a.yaml'), configMap);
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const { PATH } = process.env;
    const result = spawnSync(process.execPath, [flux, ...args], {
      cwd: folder,
      env: { PATH, ...env },
      encoding: 'utf8',
    });
    return { exitCode: result.status, stdout: result.stdout, stderr: result.stderr };
  };
  const output = 'apiVersion: v1\ndata:\n  a: b\nkind: ConfigMap\nmetadata:\n  name: settings\n  namespace: apps\n';
  const built = { exitCode: 0, stdout: output, stderr: '' };

  /** A cache folder of this test, and the files that a first run stored there. */
  function compiledBy(name: string) {
    const env = { XDG_CACHE_HOME: join(folder, name) };
    mkdirSync(env.XDG_CACHE_HOME);
    const first = run(['kustomize', 'build', 'app'], env);
    const parent = join(env.XDG_CACHE_HOME, 'flux-typescript/compiled');
    const [version = ''] = readdirSync(parent);
    const stored = join(parent, version);
    return { env, first, stored, main: join(stored, 'main.cjs') };
  }

  it('prints its version', () => {
    const { version } = JSON.parse(readFileSync(join(cli, 'package.json'), 'utf8')) as { version: string };
    expect(run(['--version'])).toEqual({ exitCode: 0, stdout: `flux version ${version}\n`, stderr: '' });
  });

  it('works without a home folder', () => {
    expect(run(['kustomize', 'build', 'app'])).toEqual(built);
  });

  it('stores what was compiled where only the user may write, and uses it', () => {
    const { env, first, stored, main } = compiledBy('used');
    expect(first).toEqual(built);
    expect(statSync(stored).mode & 0o777).toBe(0o700);
    const { mtimeMs } = statSync(main);
    expect(run(['kustomize', 'build', 'app'], env)).toEqual(built);
    expect(statSync(main).mtimeMs).toBe(mtimeMs);
  });

  it('compiles again what is damaged', () => {
    const { env, main } = compiledBy('damaged');
    const { size } = statSync(main);
    writeFileSync(main, 'nonsense');
    expect(run(['kustomize', 'build', 'app'], env)).toEqual(built);
    expect(statSync(main).size).toBe(size);
  });

  it('leaves a folder alone that others may write to', () => {
    const { env, stored, main } = compiledBy('open');
    chmodSync(stored, 0o777);
    writeFileSync(main, 'nonsense');
    expect(run(['kustomize', 'build', 'app'], env)).toEqual(built);
    expect(readFileSync(main, 'utf8')).toBe('nonsense');
  });

  it('shows where in the sources an error was made when asked to', () => {
    const { exitCode, stderr } = run(['kustomize', 'build', 'nowhere'], { FLUX_DEBUG: '1' });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^✗ must build at directory: /);
    expect(stderr).toMatch(/kustomize\/src\/load\/load-root\.ts:\d+:\d+/);
    expect(run(['kustomize', 'build', 'nowhere']).stderr).not.toContain('load-root');
  });
});
