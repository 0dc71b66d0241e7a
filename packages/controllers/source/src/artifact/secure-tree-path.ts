import type { FileTree } from '@gotk/file-tree';

const MAX_LINKS = 255;

/**
 * Where a path from a spec leads in a tree: links are followed, and neither `..` nor a link leads out of the root.
 * What is not there is taken literally.
 *
 * @throws RangeError when there are too many links.
 */
export function secureTreePath(tree: FileTree, path: string): string {
  const resolved: string[] = [];
  let pending = path.split('/');
  for (let links = 0; pending.length > 0; ) {
    const [segment = '', ...rest] = pending;
    pending = rest;
    if (segment === '' || segment === '.') continue;
    if (segment === '..') {
      resolved.pop();
      continue;
    }
    const entry = tree.entry([...resolved, segment].join('/'));
    if (entry?.kind !== 'symlink') {
      resolved.push(segment);
      continue;
    }
    if (++links > MAX_LINKS) throw new RangeError('too many levels of symbolic links');
    if (entry.target.startsWith('/')) resolved.length = 0;
    pending = [...entry.target.split('/'), ...pending];
  }
  return resolved.join('/');
}
