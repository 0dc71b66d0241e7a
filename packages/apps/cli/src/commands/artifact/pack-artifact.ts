import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { writeTar } from '@gotk/archive';
import { diskTree } from '@gotk/artifact-store';
import { type FileTree, memoryTree } from '@gotk/file-tree';
import { createIgnoreMatcher, parseIgnoreFile } from '@gotk/source-ignore';
import type { CommandContext } from '../../cli/command.js';
import { readFile } from './read-content.js';
import { resolvedTree } from './resolved-tree.js';

/** An archive, and what is in it. */
export interface PackedArtifact {
  readonly tar: Uint8Array;
  readonly gzipped: Uint8Array;
}

/** Name of the one file of an artifact made of standard input. */
const STDIN_FILE = 'stdin.yaml';
const PERMISSIONS = 0o777;

/** Whether there is something at `--path`; `-` is standard input. */
export function pathExists({ flags, io }: CommandContext): boolean {
  const path = flags.text('path');
  return path === '-' || statSync(resolve(io.cwd, path), { throwIfNoEntry: false }) !== undefined;
}

/** Packs what `--path` names as Flux packs artifacts: without owners, times and links, and without what the flags ignore. */
export async function packArtifact(context: CommandContext): Promise<PackedArtifact> {
  const { flags } = context;
  const { tree, modeOf } = await readContent(context);
  const patterns = [...flags.list('ignore-paths'), ...flags.list('add-ignore-paths')].join('\n');
  const matcher = createIgnoreMatcher(parseIgnoreFile(patterns));
  const tar = writeTar(tree, { modeOf, omit: (path, kind) => matcher.ignores(path, kind === 'directory') });
  return { tar, gzipped: gzipSync(tar) };
}

interface Content {
  readonly tree: FileTree;
  readonly modeOf: (path: string) => number;
}

async function readContent({ flags, io, path: commands }: CommandContext): Promise<Content> {
  const path = flags.text('path');
  if (path === '-') {
    const text = (await io.readStdin()).replace(/[\r\n]+$/, '');
    return { tree: memoryTree({ [STDIN_FILE]: text }), modeOf: (each) => (each === '' ? 0o700 : 0o600) };
  }
  const full = resolve(io.cwd, path);
  const resolves = commands.at(-1)?.flags?.some(({ name }) => name === 'resolve-symlinks') === true;
  const follow = resolves && flags.flag('resolve-symlinks');
  const { mode } = statSync(full);
  if (!statSync(full).isDirectory()) {
    const tree = memoryTree({ [basename(full)]: readFile(full) });
    return { tree, modeOf: (each) => (each === '' ? 0o700 : mode & PERMISSIONS) };
  }
  const tree = follow ? resolvedTree(full) : diskTree(full);
  return { tree, modeOf: (each) => statSync(resolve(full, each)).mode & PERMISSIONS };
}
