import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packTree } from '@gotk/archive';
import { memoryTree } from '@gotk/file-tree';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runAlone } from '../../testing/test-cluster.js';

const FILES: Readonly<Record<string, string>> = {
  'base/kustomization.yaml': 'resources: [all.yaml]\n',
  'base/all.yaml':
    'apiVersion: v1\nkind: Service\nmetadata: {name: web}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: apps}\n',
  'overlay/kustomization.yaml': 'resources: [../base]\nnamePrefix: x-\nnamespace: apps\n',
  'charted/kustomization.yaml': 'helmCharts: [{name: web, releaseName: r}]\n',
  'charted/charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'charted/charts/web/values.yaml': 'port: 80\n',
  'charted/charts/web/templates/s.yaml':
    'apiVersion: v1\nkind: Service\nmetadata: {name: "{{ .Release.Name }}"}\nspec: {ports: [{port: {{ .Values.port }}}]}\n',
};

const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: apps\n';
const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: x-web\n  namespace: apps\n';

describe('flux kustomize build', () => {
  let cwd: string;
  beforeEach(() => {
    cwd = realpathSync(mkdtempSync(join(tmpdir(), 'flux-kustomize-')));
    for (const [path, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(cwd, path)), { recursive: true });
      writeFileSync(join(cwd, path), text);
    }
  });
  afterEach(() => rmSync(cwd, { recursive: true }));

  const run = (line: string) => runAlone(`kustomize build ${line}`.split(' '), { cwd });

  it('prints the objects in the order of the kustomize command', async () => {
    expect(await run('overlay')).toMatchObject({ stdout: `${NAMESPACE}---\n${SERVICE}`, stderr: '', exitCode: 0 });
  });

  it('keeps the order of loading with a flag that is deprecated', async () => {
    const { stdout, stderr } = await run('overlay --reorder none');
    expect(stdout).toBe(`${SERVICE}---\n${NAMESPACE}`);
    expect(stderr).toContain('Flag --reorder has been deprecated');
  });

  it('writes a file, or one file an object', async () => {
    await run('overlay -o all.yaml');
    expect(readFileSync(join(cwd, 'all.yaml'), 'utf8')).toBe(`${NAMESPACE}---\n${SERVICE}`);
    mkdirSync(join(cwd, 'out'));
    await run('overlay -o out');
    expect(readdirSync(join(cwd, 'out')).sort()).toEqual(['v1_namespace_apps.yaml', 'v1_service_x-web.yaml']);
    expect(readFileSync(join(cwd, 'out/v1_service_x-web.yaml'), 'utf8')).toBe(SERVICE);
  });

  it('explains where objects come from', async () => {
    const { stdout } = await run('overlay --explain');
    expect(stdout).toBe(
      [
        'Namespace apps',
        '  from base/all.yaml:5',
        'Service apps/x-web',
        '  from base/all.yaml:1',
        '  namespace in overlay/kustomization.yaml:3',
        '  namePrefix in overlay/kustomization.yaml:2',
        '',
      ].join('\n'),
    );
  });

  it('renders charts when it may', async () => {
    expect((await run('charted --enable-helm')).stdout).toContain('name: r');
    expect(await run('charted')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('must specify --enable-helm'),
    });
  });

  it('downloads charts from repositories', async () => {
    const files = Object.entries(FILES).filter(([path]) => path.startsWith('charted/charts/'));
    const chart = files.map(([path, text]) => [path.replace('charted/charts/', ''), text]);
    const archive = packTree(memoryTree(Object.fromEntries(chart)));
    const entry = { name: 'web', version: '1.0.0', urls: ['web-1.0.0.tgz'] };
    const index = JSON.stringify({ apiVersion: 'v1', entries: { web: [entry] } });
    const server = createServer((request, response) =>
      response.end(request.url === '/index.yaml' ? index : request.url === '/web-1.0.0.tgz' ? archive : ''),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const repo = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    mkdirSync(join(cwd, 'pulled'));
    const charts = [{ name: 'web', repo, version: '1.0.0', releaseName: 'p', valuesInline: { port: 81 } }];
    writeFileSync(join(cwd, 'pulled/kustomization.yaml'), JSON.stringify({ helmCharts: charts }));
    const args = 'kustomize build pulled --enable-helm'.split(' ');
    const { stdout } = await runAlone(args, { cwd, env: { HOME: cwd } });
    server.close();
    expect(stdout).toBe('apiVersion: v1\nkind: Service\nmetadata:\n  name: p\nspec:\n  ports:\n  - port: 81\n');
    expect(readdirSync(join(cwd, 'pulled'))).toEqual(['kustomization.yaml']);
  });

  const rows: readonly [line: string, stderr: string][] = [
    ['a b', 'specify one path to kustomization.yaml'],
    ['absent', `lstat ${'CWD'}/absent: no such file or directory`],
    ['overlay --load-restrictor none', 'illegal flag value --load-restrictor none'],
  ];
  it.each(rows)('refuses %s', async (line, stderr) => {
    expect(await run(line)).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringContaining(stderr.replace('CWD', cwd)),
    });
  });
});
