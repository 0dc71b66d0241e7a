import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OutputAsset, type OutputChunk, rolldown } from 'rolldown';
import { readJson } from '../workspace.js';
import { asciiOnly } from './ascii-only.js';
import { chunkGroups } from './chunk-groups.js';
import { collectLicences } from './collect-licences.js';

/**
 * Packages that stay outside, and are installed beside the command: openpgp has a licence (LGPL) that
 * wants it replaceable. It is a dependency of the cli package.
 */
const EXTERNAL = ['openpgp'];

/** What to bundle, absolute paths. */
export interface BundleOptions {
  readonly entry: string;
  /** The package.json that holds the version. */
  readonly manifest: string;
  readonly folder: string;
}

/**
 * Bundles a program and everything it imports into CommonJS chunks: what a command imports lazily is a chunk of its own.
 * The chunks are plain ASCII, so that reading one is copying bytes.
 *
 * @returns the files it was made of, absolute.
 */
export async function bundleCommand({ entry, manifest, folder }: BundleOptions): Promise<readonly string[]> {
  const output = await bundle(entry, folder);
  const chunks = output.filter((item) => item.type === 'chunk');
  const modules = chunks.flatMap(({ moduleIds }) => moduleIds).filter((id) => id.startsWith('/') || /^[A-Z]:/.test(id));
  mkdirSync(folder, { recursive: true });
  for (const item of output) writeFileSync(join(folder, item.fileName), contentOf(item));
  const { version } = readJson(manifest) as { readonly version: string };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version, digest: digestOf(chunks) }));
  writeFileSync(join(folder, 'LICENCES.txt'), collectLicences(modules));
  return modules;
}

async function bundle(entry: string, folder: string): Promise<readonly (OutputChunk | OutputAsset)[]> {
  const { plugin, codeSplitting } = chunkGroups('commands/helm/template/run-template.ts');
  const build = await rolldown({
    input: { main: entry },
    platform: 'node',
    external: EXTERNAL,
    resolve: {
      conditionNames: ['source', 'node', 'import', 'default'],
      extensionAlias: { '.js': ['.ts', '.js'] },
      // Its build for Node loads worker threads, which nothing here uses.
      alias: { fflate: 'fflate/browser' },
    },
    // What a module of ours does on loading is of use to those alone who import something from it.
    treeshake: { moduleSideEffects: [{ test: /[\\/]packages[\\/]/, sideEffects: false }] },
    plugins: [plugin],
    logLevel: 'warn',
  });
  const { output } = await build.generate({
    dir: folder,
    format: 'cjs',
    codeSplitting,
    // The launcher compiles chunks by itself, where `import()` is experimental; what stays outside can be required.
    dynamicImportInCjs: false,
    entryFileNames: '[name].cjs',
    chunkFileNames: ({ name, facadeModuleId }) => `${packageOf(facadeModuleId) ?? name}-[hash].cjs`,
    // Names stay, so that a stack reads well without source maps.
    minify: { compress: false, mangle: false, codegen: true },
    sourcemap: true,
    sourcemapExcludeSources: true,
  });
  await build.close();
  return output;
}

/** A chunk that starts at the door of a package is named after it. */
function packageOf(module: string | null | undefined): string | undefined {
  return /[\\/]([^\\/]+)[\\/](?:src|dist)[\\/]index\.[jt]s$/.exec(module ?? '')?.[1];
}

function contentOf(item: OutputChunk | OutputAsset): string | Uint8Array {
  return item.type === 'chunk' ? asciiOnly(item.code) : item.source;
}

/** Names the code: what was compiled from it must not be used with another. */
function digestOf(chunks: readonly OutputChunk[]): string {
  const hash = createHash('sha256');
  for (const { fileName, code } of chunks) hash.update(`${fileName}\0${code}\0`);
  return hash.digest('hex').slice(0, 20);
}
