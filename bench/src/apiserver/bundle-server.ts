import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/**
 * Bundles the server of the benchmark into one file, as the `flux` command is bundled.
 *
 * @returns a folder of its own with `serve-main.cjs`; the caller removes it.
 */
export async function bundleServer(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-bundle-'));
  const build = await rolldown({
    input: { 'serve-main': fileURLToPath(new URL('../../src/apiserver/serve-main.ts', import.meta.url)) },
    platform: 'node',
    resolve: {
      conditionNames: ['source', 'node', 'import', 'default'],
      extensionAlias: { '.js': ['.ts', '.js'] },
    },
    logLevel: 'warn',
  });
  await build.write({
    dir: folder,
    format: 'cjs',
    codeSplitting: false,
    entryFileNames: '[name].cjs',
    minify: { compress: false, mangle: false, codegen: true },
  });
  await build.close();
  return folder;
}
