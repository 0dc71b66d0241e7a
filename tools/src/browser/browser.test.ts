import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { describe, expect, it, vi } from 'vitest';
import { repositoryRoot } from '../workspace.js';

/** A program that prints once, and what it prints. */
interface Program {
  readonly name: string;
  readonly code: string;
  readonly expected: string;
}

/** The example of a README, which ends in comments that say what it prints. */
function readmeExample(folder: string): Program {
  const readme = readFileSync(join(repositoryRoot, folder, 'README.md'), 'utf8');
  const code = /```ts\n(.*?)```/s.exec(readme)?.[1] ?? '';
  const expected = [...code.matchAll(/^\/\/ (.*)$/gm)].map(([, line]) => line).join('\n');
  return { name: folder, code, expected };
}

const BUILD: Program = {
  name: 'packages/engines/kustomize',
  code: `
import { memoryTree } from '@gotk/file-tree';
import { kustomizeBuild, renderBuild } from '@gotk/kustomize';
const files = {
  'kustomization.yaml': 'resources: [a.yaml]\\nnamePrefix: x-\\nsecretGenerator: [{name: s, literals: [a=b]}]\\n',
  'a.yaml': 'apiVersion: v1\\nkind: Service\\nmetadata:\\n  name: web\\n',
};
console.log(renderBuild(await kustomizeBuild({ tree: memoryTree(files) })));
`,
  expected: `apiVersion: v1
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
type: Opaque`,
};

/** A program as one script. */
async function bundle(code: string): Promise<string> {
  const build = await rolldown({
    input: 'virtual:program',
    platform: 'browser',
    resolve: { conditionNames: ['source', 'browser', 'import', 'default'] },
    plugins: [
      {
        name: 'program',
        resolveId: (id) => (id === 'virtual:program' ? join(repositoryRoot, 'tools/program.virtual.ts') : undefined),
        load: (id) => (id.endsWith('program.virtual.ts') ? code : undefined),
      },
    ],
  });
  const { output } = await build.generate({ format: 'esm', codeSplitting: false });
  await build.close();
  return output[0].code;
}

describe('packages for browsers', () => {
  const programs = [readmeExample('packages/base/go-template'), readmeExample('packages/engines/helm'), BUILD];

  it.each(programs)(
    '$name needs nothing of Node',
    async ({ code, expected }) => {
      const script = await bundle(code);
      expect(script).not.toMatch(/\brequire\(|from ["']node:|\bprocess\./);
      const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
      try {
        await import(/* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(script).toString('base64')}`);
        expect(log.mock.calls.flat().join('\n').trimEnd()).toBe(expected);
      } finally {
        log.mockRestore();
      }
    },
    60_000,
  );

  it('do the same in a browser', async ({ skip }) => {
    const browser = await launchBrowser();
    if (typeof browser === 'string') return skip(browser);
    try {
      for (const { code, expected } of programs) {
        const page = await browser.newPage();
        const printed = page.waitForEvent('console');
        await page.setContent('<p>program</p>');
        await page.addScriptTag({ content: await bundle(code), type: 'module' });
        expect((await printed).text().trimEnd()).toBe(expected);
      }
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
