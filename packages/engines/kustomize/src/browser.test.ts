import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { describe, expect, it } from 'vitest';

const folder = dirname(fileURLToPath(import.meta.url));

const PROGRAM = `
import { kustomizeBuild, renderBuild } from ${JSON.stringify(join(folder, 'index.ts'))};
import { memoryTree } from '@gotk/file-tree';
globalThis.build = async (files, directory) =>
  renderBuild(await kustomizeBuild({ tree: memoryTree(files), directory }));
`;

const FILES = {
  'kustomization.yaml': 'resources: [a.yaml]\nnamePrefix: x-\nsecretGenerator: [{name: s, literals: [a=b]}]\n',
  'a.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n',
};

const EXPECTED = `apiVersion: v1
kind: Service
metadata:
  name: x-web
---
apiVersion: v1
data:
  a: Yg==
kind: Secret
metadata:
  name: x-s-k695gkmbtk
type: Opaque
`;

/** The program as one script, with nothing of Node left in it. */
async function bundle(): Promise<string> {
  const build = await rolldown({
    input: 'virtual:program',
    platform: 'browser',
    resolve: { conditionNames: ['source', 'browser', 'import', 'default'] },
    plugins: [
      {
        name: 'program',
        resolveId: (id) => (id === 'virtual:program' ? join(folder, 'program.virtual.ts') : undefined),
        load: (id) => (id.endsWith('program.virtual.ts') ? PROGRAM : undefined),
      },
    ],
  });
  const { output } = await build.generate({ format: 'iife', codeSplitting: false });
  await build.close();
  return output[0].code;
}

describe('in a browser', () => {
  it('needs nothing of Node', async () => {
    const code = await bundle();
    expect(code).not.toMatch(/\brequire\(|from ["']node:|\bprocess\./);
  }, 60_000);

  it('builds', async ({ skip }) => {
    const browser = await launchBrowser();
    if (typeof browser === 'string') return skip(browser);
    try {
      const page = await browser.newPage();
      await page.setContent('<p>kustomize</p>');
      await page.addScriptTag({ content: await bundle() });
      const built = await page.evaluate(`build(${JSON.stringify(FILES)}, '')`);
      expect(built).toBe(EXPECTED);
    } finally {
      await browser.close();
    }
  }, 120_000);
});

/** @returns why there is none, where there is none. */
async function launchBrowser() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'the browser of the tests is for Linux on x64';
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    const executablePath = await chromium.executablePath();
    if (!existsSync(executablePath)) return `there is no browser at ${executablePath}`;
    const { chromium: playwright } = await import('playwright-core');
    return await playwright.launch({ executablePath, args: chromium.args });
  } catch (error) {
    return `no browser could be started: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`;
  }
}
