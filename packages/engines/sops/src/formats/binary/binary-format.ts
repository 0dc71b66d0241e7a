import { LocatedError } from '@gotk/located-error';
import type { SopsTree } from '../../tree/sops-tree.js';
import { bytesOfText, textOfBytes } from '../../tree/sops-tree.js';

const DATA_KEY = 'data';

/** Any bytes, as the one text that an encrypted binary file holds. */
export function parseBinaryFile(bytes: Uint8Array): SopsTree {
  return [{ kind: 'branch', entries: [{ kind: 'field', key: DATA_KEY, value: textOfBytes(bytes) }] }];
}

/** The bytes of a binary file again. @throws LocatedError `sops-render` when the tree is that of another format. */
export function renderBinaryFile(tree: SopsTree): Uint8Array {
  const [branch] = tree;
  if (branch === undefined || tree.length > 1) throw binaryError('there must be exactly one tree branch');
  for (const entry of branch.entries) {
    if (entry.kind === 'comment' || entry.key !== DATA_KEY) continue;
    const { value } = entry;
    if (typeof value === 'string' || value instanceof Uint8Array) return bytesOfText(value);
    throw binaryError("'data' key in tree does not have a string value");
  }
  throw binaryError('no binary data found in tree');
}

function binaryError(problem: string): LocatedError {
  return new LocatedError({ code: 'sops-render', message: `error emitting binary store: ${problem}` });
}
