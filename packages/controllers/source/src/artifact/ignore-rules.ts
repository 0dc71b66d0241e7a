import type { FileTree } from '@gotk/file-tree';
import {
  createIgnoreMatcher,
  defaultPatterns,
  type IgnoreMatcher,
  parseIgnoreFile,
  readIgnorePatterns,
  versionControlPatterns,
} from '@gotk/source-ignore';

/**
 * What stays out of an artifact: version control always; then the `.sourceignore` files of the tree and `ignore` of the
 * object, or, where there are none, Flux's default patterns.
 */
export function ignoreRules(tree: FileTree, ignore: string | undefined): IgnoreMatcher {
  const own = [...readIgnorePatterns(tree), ...(ignore === undefined ? [] : parseIgnoreFile(ignore))];
  return createIgnoreMatcher([...versionControlPatterns(), ...(own.length > 0 ? own : defaultPatterns())]);
}
