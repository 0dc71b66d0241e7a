import { LocatedError } from '@gotk/located-error';

export type TreeItemKind = 'file' | 'executable' | 'symlink' | 'directory' | 'submodule';

/** One entry of a tree object. */
export interface TreeItem {
  readonly name: string;
  readonly kind: TreeItemKind;
  readonly hash: string;
}

/**
 * Parses the content of a tree object.
 *
 * @param hashBytes length of a hash: 20 for SHA-1, 32 for SHA-256.
 * @throws LocatedError `git-invalid-tree` on malformed trees and on names that no work tree may have.
 */
export function parseTree(content: Buffer, hashBytes: number): readonly TreeItem[] {
  const items: TreeItem[] = [];
  for (let offset = 0; offset < content.length; ) {
    const space = content.indexOf(32, offset);
    const end = content.indexOf(0, offset);
    if (space === -1 || end < space || end + 1 + hashBytes > content.length) throw invalidTree('malformed tree object');
    const hashEnd = end + 1 + hashBytes;
    items.push({
      name: validName(content.toString('utf8', space + 1, end)),
      kind: kindOf(Number.parseInt(content.toString('latin1', offset, space), 8)),
      hash: content.toString('hex', end + 1, hashEnd),
    });
    offset = hashEnd;
  }
  return items;
}

function kindOf(mode: number): TreeItemKind {
  switch (mode & 0o170000) {
    case 0o040000:
      return 'directory';
    case 0o120000:
      return 'symlink';
    case 0o160000:
      return 'submodule';
    default:
      return (mode & 0o100) === 0 ? 'file' : 'executable';
  }
}

function validName(name: string): string {
  const bad = name === '' || name === '.' || name === '..' || name.includes('/') || name.toLowerCase() === '.git';
  if (bad) throw invalidTree(`invalid path component: ${JSON.stringify(name)}`);
  return name;
}

function invalidTree(message: string): LocatedError {
  return new LocatedError({ code: 'git-invalid-tree', message });
}
