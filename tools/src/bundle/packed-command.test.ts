import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readJson, repositoryRoot } from '../workspace.js';

const cli = join(repositoryRoot, 'packages/apps/cli');

/** Needs the bundle, which `npm run build` makes. */
describe.skipIf(!existsSync(join(cli, 'dist/bundle/manifest.json')))('the package of the command', () => {
  let folder: string;
  let installed: string;
  let dependencies: readonly string[];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'packed-'));
    const args = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
    execFileSync('npm', args, { cwd: cli, stdio: 'ignore' });
    const [archive = ''] = readdirSync(folder);
    execFileSync('tar', ['-xzf', archive], { cwd: folder });
    installed = join(folder, 'package');
    const manifest = readJson(join(installed, 'package.json')) as { readonly dependencies: Record<string, string> };
    dependencies = Object.keys(manifest.dependencies);
    mkdirSync(join(installed, 'node_modules'));
    for (const name of dependencies)
      symlinkSync(join(repositoryRoot, 'node_modules', name), join(installed, 'node_modules', name));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function flux(...args: readonly string[]): string {
    return execFileSync(process.execPath, [join(installed, 'bin/flux.js'), ...args], { cwd: folder, encoding: 'utf8' });
  }

  it('depends on nothing of this repository', () => {
    expect(dependencies.filter((name) => name.startsWith('@gotk/'))).toEqual([]);
  });

  it('asks for no module that is neither in it nor among its dependencies', () => {
    const bundle = join(installed, 'dist/bundle');
    const asked = readdirSync(bundle)
      .filter((name) => name.endsWith('.cjs'))
      .flatMap((name) => [...readFileSync(join(bundle, name), 'latin1').matchAll(/\brequire\("([^"]+)"\)/g)])
      .map(([, name = '']) => name);
    const missing = asked.filter(
      (name) => !(name.startsWith('node:') || isBuiltin(name) || name.startsWith('./') || dependencies.includes(name)),
    );
    expect(asked.length).toBeGreaterThan(20);
    expect(missing).toEqual([]);
  });

  it('holds the licences', () => {
    for (const name of ['LICENSE', 'LICENCES.txt']) expect(existsSync(join(installed, 'dist/bundle', name))).toBe(true);
  });

  it('runs where nothing else is installed', () => {
    const { version } = readJson(join(cli, 'package.json')) as { readonly version: string };
    expect(flux('--version')).toBe(`flux version ${version}\n`);
    writeFileSync(join(folder, 'kustomization.yaml'), 'configMapGenerator:\n- name: a\n  literals: [b=c]\n');
    expect(flux('kustomize', 'build', '.')).toMatch(/^apiVersion: v1\ndata:\n {2}b: c\nkind: ConfigMap\n/);
  });
});
