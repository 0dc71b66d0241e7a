import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { asciiOnly } from './ascii-only.js';

/** What to bundle, absolute paths. */
export interface PackageBundleOptions {
  /** The package's door. */
  readonly entry: string;
  readonly folder: string;
}

/**
 * Bundles a package and all of this repository that it imports into one module, `index.js`. Third-party packages stay outside: they are
 * installed beside it.
 *
 * @returns the files it was made of, absolute.
 */
export async function bundlePackage({ entry, folder }: PackageBundleOptions): Promise<readonly string[]> {
  const build = await rolldown({
    input: { index: entry },
    platform: 'node',
    external: (id) => !/^(?:[./]|[A-Z]:|@gotk\/)/.test(id),
    resolve: {
      conditionNames: ['source', 'node', 'import', 'default'],
      extensionAlias: { '.js': ['.ts', '.js'] },
    },
    // What a module of ours does on loading is of use to those alone who import something from it.
    treeshake: { moduleSideEffects: false },
    logLevel: 'warn',
  });
  const { output } = await build.generate({
    dir: folder,
    format: 'esm',
    codeSplitting: false,
    entryFileNames: '[name].js',
    // Names stay, so that a stack reads well without source maps.
    minify: { compress: false, mangle: false, codegen: true },
    sourcemap: true,
    sourcemapExcludeSources: true,
  });
  await build.close();
  mkdirSync(folder, { recursive: true });
  for (const item of output)
    writeFileSync(join(folder, item.fileName), item.type === 'chunk' ? asciiOnly(item.code) : item.source);
  return output.flatMap((item) => (item.type === 'chunk' ? item.moduleIds : [])).filter((id) => !id.startsWith('\0'));
}
