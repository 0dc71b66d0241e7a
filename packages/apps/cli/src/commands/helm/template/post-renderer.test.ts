import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runAlone } from '../../../testing/test-cluster.js';

it('says that Helm gives no manifests to a post-renderer of WebAssembly', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'flux-helm-'));
  try {
    mkdirSync(join(cwd, 'plugins/wasm'), { recursive: true });
    writeFileSync(
      join(cwd, 'plugins/wasm/plugin.yaml'),
      'apiVersion: v1\ntype: postrenderer/v1\nname: wasm\nversion: 1.0.0\nruntime: extism/v1\n',
    );
    mkdirSync(join(cwd, 'web/templates'), { recursive: true });
    writeFileSync(join(cwd, 'web/Chart.yaml'), 'apiVersion: v2\nname: web\nversion: 1.0.0\n');
    writeFileSync(join(cwd, 'web/templates/a.yaml'), 'kind: A\n');
    const env = { HELM_PLUGINS: join(cwd, 'plugins') };
    const { stderr, exitCode } = await runAlone(['helm', 'template', 'x', 'web', '--post-renderer', 'wasm'], {
      cwd,
      env,
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('error while running post render on files: post-renderer "wasm" produced empty output');
    expect(stderr).toContain('hint: Helm 4.2 gives a post-renderer of the runtime "extism/v1" no manifests');
  } finally {
    rmSync(cwd, { recursive: true });
  }
});
