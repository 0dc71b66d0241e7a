import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runAlone } from '../../testing/test-cluster.js';

const FILES: Readonly<Record<string, string>> = {
  'kustomization.yaml': 'resources: [base]\n',
  'base/kustomization.yaml': 'resources: [all.yaml]\n',
  'base/all.yaml':
    'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: b}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: apps}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: a}\n',
  'over/kustomization.yaml': 'configMapGenerator: [{name: c, files: [../out.txt]}]\n',
  'out.txt': 'x\n',
  'two/kustomization.yaml': 'resources: []\n',
  'two/Kustomization': 'resources: []\n',
  'none/file.txt': '',
  'old/kustomization.yaml': 'bases: [../base]\ncommonLabels: {a: b}\n',
};

const BASE = 'Namespace,Service,Deployment';
const LOADED = 'Service,Namespace,Deployment';

interface Row {
  readonly line: string;
  /** Kinds in the output, in their order. */
  readonly kinds?: string;
  /** What standard error has, the folder as `<DIR>`; without it, nothing. */
  readonly stderr?: string;
  readonly exitCode?: number;
  /** Files that are written. */
  readonly written?: readonly string[];
}

const DEPRECATED_ORDER =
  "Flag --reorder has been deprecated, use the new 'sortOptions' field in kustomization.yaml instead.";
const OBJECT_FILES = ['a_apps_v1_deployment_web.yaml', 'b_v1_service_web.yaml', 'v1_namespace_apps.yaml'];

const ROWS: readonly Row[] = [
  { line: '', kinds: BASE },
  { line: 'base', kinds: BASE },
  { line: './base/', kinds: BASE },
  { line: '<DIR>/base', kinds: BASE },
  { line: 'base --reorder none', kinds: LOADED, stderr: DEPRECATED_ORDER },
  { line: 'base --reorder=legacy', kinds: BASE, stderr: DEPRECATED_ORDER },
  { line: 'base --load-restrictor LoadRestrictionsRootOnly', kinds: BASE },
  { line: 'over --load-restrictor LoadRestrictionsNone', kinds: 'ConfigMap' },
  { line: 'base --as-current-user', kinds: BASE },
  { line: 'base --enable-alpha-plugins --enable-exec --network --network-name x', kinds: BASE },
  { line: 'base -e A=b --env C --mount type=bind,src=/x,dst=/y', kinds: BASE },
  { line: 'base --stack-trace --helm-debug --helm-command helm --helm-kube-version 1.30', kinds: BASE },
  { line: 'base -o all.yaml', written: ['all.yaml'] },
  { line: 'base --output=folder', written: OBJECT_FILES.map((name) => `folder/${name}`) },
  { line: 'old', kinds: BASE, stderr: "# Warning: 'commonLabels' is deprecated. Please use 'labels' instead." },
  { line: 'base over', exitCode: 1, stderr: 'specify one path to kustomization.yaml' },
  { line: 'base --bad', exitCode: 1, stderr: 'unknown flag: --bad' },
  { line: 'base -o', exitCode: 1, stderr: "flag needs an argument: 'o' in -o" },
  {
    line: 'base --load-restrictor none',
    exitCode: 1,
    stderr: 'illegal flag value --load-restrictor none; legal values: [LoadRestrictionsRootOnly LoadRestrictionsNone]',
  },
  { line: 'base --reorder x', exitCode: 1, stderr: 'illegal flag value --reorder x; legal values: [legacy none]' },
  { line: 'base -o absent/x.yaml', exitCode: 1, stderr: 'open absent/x.yaml: no such file or directory' },
  {
    line: 'over',
    exitCode: 1,
    stderr: "file sources: [../out.txt]: security; file '<DIR>/out.txt' is not in or below '<DIR>/over'",
  },
  {
    line: 'absent',
    exitCode: 1,
    stderr:
      "must build at directory: not a valid directory: evalsymlink failure on 'absent' : lstat <DIR>/absent: no such file or directory",
  },
  { line: '-', exitCode: 1, stderr: "evalsymlink failure on '-' : lstat <DIR>/-: no such file or directory" },
  { line: 'base/all.yaml', exitCode: 1, stderr: "must build at directory: 'base/all.yaml': file is not directory" },
  {
    line: 'none',
    exitCode: 1,
    stderr:
      "unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '<DIR>/none'",
  },
  { line: 'two', exitCode: 1, stderr: 'Found multiple kustomization files under: <DIR>/two' },
];

/** The real program, where `KUSTOMIZE` names one. */
const real = process.env['KUSTOMIZE'];

describe('flux kustomize build is like kustomize build', () => {
  let cwd: string;
  beforeEach(() => {
    cwd = realpathSync(mkdtempSync(join(tmpdir(), 'like-kustomize-')));
    for (const [path, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(cwd, path)), { recursive: true });
      writeFileSync(join(cwd, path), text);
    }
    mkdirSync(join(cwd, 'folder'));
  });
  afterEach(() => rmSync(cwd, { recursive: true }));

  const argsOf = (line: string): readonly string[] =>
    ['build', ...line.split(' ').filter((arg) => arg !== '')].map((arg) => arg.replace('<DIR>', cwd));

  function check(row: Row, run: { readonly stdout: string; readonly stderr: string; readonly exitCode: number }): void {
    const kinds = [...run.stdout.matchAll(/^kind: (.*)$/gm)].map(([, kind]) => kind).join(',');
    expect({ kinds, exitCode: run.exitCode }).toEqual({ kinds: row.kinds ?? '', exitCode: row.exitCode ?? 0 });
    const stderr = run.stderr.replaceAll(cwd, '<DIR>');
    if (row.stderr === undefined) expect(stderr).toBe('');
    else expect(stderr).toContain(row.stderr);
    for (const path of row.written ?? []) expect(existsSync(join(cwd, path)), path).toBe(true);
    expect(readdirSync(join(cwd, 'folder')).length).toBe(row.written?.filter((path) => path.includes('/')).length ?? 0);
  }

  it.each(ROWS)('build $line', async (row) => {
    check(row, await runAlone(['kustomize', ...argsOf(row.line)], { cwd }));
  });

  it.skipIf(real === undefined).each(ROWS)('and so does kustomize itself: build $line', (row) => {
    const { stdout, stderr, status } = spawnSync(real ?? '', argsOf(row.line), { cwd, encoding: 'utf8' });
    check(row, { stdout, stderr, exitCode: status ?? -1 });
  });

  it.skipIf(real === undefined)('writes the same bytes into a folder', async () => {
    await runAlone(['kustomize', ...argsOf('base -o folder')], { cwd });
    const ours = OBJECT_FILES.map((name) => readFileSync(join(cwd, 'folder', name), 'utf8'));
    spawnSync(real ?? '', argsOf('base -o folder'), { cwd });
    expect(OBJECT_FILES.map((name) => readFileSync(join(cwd, 'folder', name), 'utf8'))).toEqual(ours);
  });
});
