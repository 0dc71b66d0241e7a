import { basename } from 'node:path';
import { openShadowRepository, serveGit, watchRefs } from '@gotk/git';
import type { ClosingStack } from '../closing-stack.js';
import type { SourceInput } from './source-input.js';

/** A source under a URL, and how to learn that it has changed. */
export interface ServedSource {
  readonly url: string;
  /** The source as the person knows it. */
  readonly label: string;
  /** Absent: the default branch of a remote. */
  readonly branch: string | undefined;
  readonly path: string;
  /** Where it lies on this machine; absent: elsewhere. */
  readonly gitDir?: string;
  /** Calls `onChange` when there may be a new commit, until the signal aborts. Remotes are only polled by their interval. */
  watch(onChange: () => void, signal: AbortSignal): Promise<void>;
}

export interface ServeSourceOptions {
  /** Where the bare repository of a folder is kept. */
  readonly shadowDir: string;
  readonly nowMs: () => number;
}

/** Offers a local repository or a folder over HTTP on this machine; a remote is used where it is. */
export async function serveSource(
  input: SourceInput,
  { shadowDir, nowMs }: ServeSourceOptions,
  { closing, signal }: { readonly closing: ClosingStack; readonly signal: AbortSignal },
): Promise<ServedSource> {
  switch (input.kind) {
    case 'remote':
      return { ...input, label: input.url, watch: async () => undefined };
    case 'repository': {
      const url = await serve(input.gitDir, repositoryName(input.folder), closing);
      const watch: ServedSource['watch'] = (onChange, until) => watchRefs({ gitDir: input.gitDir, onChange }, until);
      const { gitDir, branch, path, folder } = input;
      return { url, label: `branch ${branch} of ${folder}`, branch, path, gitDir, watch };
    }
    case 'folder': {
      const shadow = await openShadowRepository({ folder: input.folder, gitDir: shadowDir });
      const commit = (until: AbortSignal): Promise<string> => shadow.commit(Math.floor(nowMs() / 1000), until);
      await commit(signal);
      const url = await serve(shadow.gitDir, repositoryName(input.folder), closing);
      const watch: ServedSource['watch'] = (onChange, until) =>
        shadow.watch({ onChange: () => void commit(until).then(onChange, () => undefined) }, until);
      const { gitDir, branch } = shadow;
      return { url, label: `${input.folder} as it is on disk`, branch, path: input.path, gitDir, watch };
    }
  }
}

function repositoryName(folder: string): string {
  const name = basename(folder)
    .replace(/\.git$/, '')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-');
  return `${name || 'source'}.git`;
}

/** @returns the URL of the repository. */
async function serve(gitDir: string, name: string, closing: ClosingStack): Promise<string> {
  const server = await serveGit({ find: (path) => (path === name ? { gitDir } : undefined) });
  closing.push(() => server.close());
  return `${server.url}/${name}`;
}
