import type { Flag } from '../../cli/flag.js';

/** The flags of `flux build kustomization` and `flux diff kustomization`; some are described differently. */
export function localBuildFlags({
  path,
  recursive,
  more,
}: {
  readonly path: string;
  readonly recursive: string;
  readonly more: readonly Flag[];
}): readonly Flag[] {
  return [
    { name: 'path', type: 'string', usage: path },
    { name: 'kustomization-file', type: 'string', usage: 'Path to the Flux Kustomization YAML file.' },
    { name: 'ignore-paths', type: 'strings', usage: 'set paths to ignore in .gitignore format' },
    {
      name: 'strict-substitute',
      type: 'bool',
      usage:
        'When enabled, the post build substitutions will fail if a var without a default value is declared in files but is missing from the input vars.',
    },
    { name: 'recursive', shorthand: 'r', type: 'bool', usage: recursive },
    {
      name: 'local-sources',
      type: 'stringToString',
      usage: 'Comma-separated list of repositories in format: Kind/namespace/name=path',
    },
    { name: 'in-memory-build', type: 'bool', usage: 'Use in-memory filesystem during build.' },
    ...more,
  ];
}
