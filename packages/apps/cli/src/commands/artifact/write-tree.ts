import { lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileTree } from '@gotk/file-tree';

/** Writes a tree into a folder that exists. Links that are there already are not followed: they would lead out of it. */
export function writeTree(tree: FileTree, folder: string, path = ''): void {
  const entry = tree.entry(path);
  if (entry?.kind !== 'directory') return;
  for (const name of entry.names) {
    const childPath = path === '' ? name : `${path}/${name}`;
    const target = join(folder, childPath);
    const child = tree.entry(childPath);
    if (child?.kind === 'directory') {
      makeFolder(target);
      writeTree(tree, folder, childPath);
    } else if (child?.kind === 'file') {
      if (isLink(target)) rmSync(target);
      writeFileSync(target, child.read(), { mode: child.executable ? 0o755 : 0o644 });
    }
  }
}

function makeFolder(target: string): void {
  if (isLink(target)) throw new Error(`${target} is a symbolic link: remove it, or unpack into another folder`);
  mkdirSync(target, { recursive: true });
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
