import type { FileTree, TreeEntry } from '@gotk/file-tree';
import type { Chart } from '../chart/chart.js';
import { followLinks } from '../chart/follow-links.js';

/** A chart's folder as lint sees it. */
export interface ChartFolder {
  readonly tree: FileTree;
  /** The folder in the tree. */
  readonly path: string;
  /** How messages name it. */
  readonly shownPath: string;
  /** Loads it, every time anew. @throws LocatedError with Helm's text */
  readonly load: () => Chart;
}

/** What stands at a path in the chart, links followed. */
export function entryOf(
  { tree, path }: Pick<ChartFolder, 'tree' | 'path'>,
  name: string,
): Exclude<TreeEntry, { readonly kind: 'symlink' }> | undefined {
  return followLinks(tree, path === '' ? name : `${path}/${name}`)?.entry;
}
