import type { CodeSplittingOptions, Plugin } from 'rolldown';

/** Libraries that few runs need: the launcher of the command loads a chunk called `late-…` at the first use of something in it. */
const LATE = /[\\/]node_modules[\\/](?:@noble[\\/](?=ciphers|curves|hashes))?(ciphers|curves|fflate|hashes|re2js)[\\/]/;

const HELM = /[\\/](?:base[\\/]go-template|engines[\\/]helm|commands[\\/]helm)[\\/]/;

/** How modules are put together, and the plugin that finds out about them. */
export interface ChunkGroups {
  readonly plugin: Plugin;
  readonly codeSplitting: CodeSplittingOptions;
}

/**
 * Without groups there is a chunk for each set of commands that share a module. Reading a chunk costs 0.3 ms, so that what a command in a
 * hurry needs is gathered: what the start of the program imports, what `door` imports, and of the latter what is about Helm.
 *
 * @param door end of the path of the module that the command in a hurry begins with
 */
export function chunkGroups(door: string): ChunkGroups {
  const needed = new Set<string>();
  const plugin: Plugin = {
    name: 'modules-behind-a-door',
    buildEnd() {
      const visit = (id: string): void => {
        if (needed.has(id)) return;
        needed.add(id);
        for (const imported of this.getModuleInfo(id)?.importedIds ?? []) visit(imported);
      };
      for (const id of this.getModuleIds()) if (id.replaceAll('\\', '/').endsWith(door)) visit(id);
      if (needed.size === 0) throw new Error(`there is no module ${door}`);
    },
  };
  const groups = [
    // A chunk takes along what its modules import. So hashes come first, or they would become a part of the curves.
    { name: lateName, test: /[\\/]@noble[\\/]hashes[\\/]/, debugName: 'late-hashes', priority: 5 },
    { name: lateName, debugName: 'late', priority: 4 },
    { name: 'start', tags: ['$initial' as const], priority: 3 },
    { name: 'documents', test: (id: string) => needed.has(id) && !HELM.test(id), priority: 2 },
    { name: 'helm', test: (id: string) => needed.has(id), priority: 1 },
  ];
  return { plugin, codeSplitting: { groups } };
}

function lateName(id: string): string | null {
  const library = LATE.exec(id)?.[1];
  return library === undefined ? null : `late-${library}`;
}
