import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { describe, expect, it, vi } from 'vitest';

const folder = dirname(fileURLToPath(import.meta.url));
const readme = readFileSync(join(folder, '../README.md'), 'utf8');
const example = /```ts\n(.*?)```/s.exec(readme)?.[1] ?? '';
/** The comment at the end of the example. */
const expected = [...example.matchAll(/^\/\/ (.*)$/gm)].map(([, line]) => line).join('\n');

/** The example of the README as one script. */
async function bundle(): Promise<string> {
  const build = await rolldown({
    input: 'virtual:example',
    platform: 'browser',
    resolve: {
      conditionNames: ['source', 'browser', 'import', 'default'],
      alias: { '@gotk/helm': join(folder, 'index.ts') },
    },
    plugins: [
      {
        name: 'example',
        resolveId: (id) => (id === 'virtual:example' ? join(folder, 'example.virtual.ts') : undefined),
        load: (id) => (id.endsWith('example.virtual.ts') ? example : undefined),
      },
    ],
  });
  const { output } = await build.generate({ format: 'esm', codeSplitting: false });
  await build.close();
  return output[0].code;
}

describe('the example of the README', () => {
  it('prints what the README says, and needs nothing of Node', async () => {
    const code = await bundle();
    expect(code).not.toMatch(/\brequire\(|from ["']node:|\bprocess\./);
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    try {
      await import(/* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
      expect(log.mock.calls.flat().join('\n').trimEnd()).toBe(expected);
    } finally {
      log.mockRestore();
    }
  }, 60_000);

  it('prints the same in a browser', async ({ skip }) => {
    const browser = await launchBrowser();
    if (typeof browser === 'string') return skip(browser);
    try {
      const page = await browser.newPage();
      const printed = page.waitForEvent('console');
      await page.setContent('<p>example</p>');
      await page.addScriptTag({ content: await bundle(), type: 'module' });
      expect((await printed).text().trimEnd()).toBe(expected);
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
