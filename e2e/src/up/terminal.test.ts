import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fluxProgram } from '../harness/flux-process.js';
import { createGitRepository, type GitRepository } from '../harness/git-repository.js';
import { type FinishedRun, type RunningCommand, startCommand } from '../harness/running-command.js';

const example = resolve(fileURLToPath(import.meta.url), '../../../../examples/fleet');
/** Of util-linux: runs a command in a terminal of its own. */
const hasScript = spawnSync('script', ['--version'], { stdio: 'ignore' }).status === 0;
const CTRL_C = '\u0003';

const title = 'flux up in a terminal (skipped where `script` is not installed)';

describe.skipIf(!hasScript)(title, { timeout: 90_000 }, () => {
  let repository: GitRepository;
  let dataDir = '';

  beforeAll(() => {
    repository = createGitRepository(example);
    dataDir = mkdtempSync(join(tmpdir(), 'flux-e2e-terminal-'));
  });
  afterAll(() => {
    repository.remove();
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** Runs `use` while the command runs, then types Ctrl-C. @returns how it ended. */
  async function runUntilCtrlC(use: (flux: RunningCommand) => Promise<void>): Promise<FinishedRun> {
    const command = [process.execPath, fluxProgram, 'up', repository.folder, '--path', 'clusters/staging'];
    const line = [...command, '--data-dir', dataDir].map((part) => `'${part}'`).join(' ');
    const env = { TERM: 'xterm', KUBECONFIG: '', NO_COLOR: '1' };
    const flux = startCommand('script', ['-qefc', `stty cols 120 rows 50; exec ${line}`, '/dev/null'], { env });
    try {
      await use(flux);
      flux.type(CTRL_C);
      return await flux.finished;
    } finally {
      // The second one ends it at once.
      if (flux.child.exitCode === null) flux.type(`${CTRL_C}${CTRL_C}`);
      await flux.finished;
    }
  }

  /** A Kustomization that has applied a commit, as the tree shows it. */
  const applied = (head: string): RegExp =>
    new RegExp(`✔ +Kustomization/flux-system/apps +main@sha1:${head.slice(0, 8)}`);

  it('shows the tree, follows a commit, ends with Ctrl-C, and starts again where it was', async () => {
    let head = repository.git('rev-parse', 'HEAD');
    const first = await runUntilCtrlC(async (flux) => {
      await flux.waitFor(/KUBECONFIG=\S+/);
      await flux.waitFor(applied(head));
      await flux.waitFor(/Deployment\/shop\/web/);
      const overlay = repository.git('show', 'HEAD:apps/staging/kustomization.yaml');
      head = repository.commit('scale', { 'apps/staging/kustomization.yaml': overlay.replace(/count: 1/, 'count: 2') });
      await flux.waitFor(applied(head));
    });
    expect(first.exitCode).toBe(0);
    const second = await runUntilCtrlC(async (flux) => void (await flux.waitFor(applied(head))));
    expect(second.exitCode).toBe(0);
    expect(second.stdout).not.toContain('✗');
  });
});
