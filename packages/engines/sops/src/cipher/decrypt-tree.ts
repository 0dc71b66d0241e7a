import { LocatedError } from '@gotk/located-error';
import { goTypeOfValue } from '../tree/go-type-of-value.js';
import type { SopsLeaf, SopsTree } from '../tree/sops-tree.js';
import { isComment, printableText } from '../tree/sops-tree.js';
import { bytesOfLeaf } from '../tree/value-bytes.js';
import { type LeafPlace, walkTree } from '../tree/walk-tree.js';
import { AuthenticationCode } from './authentication-code.js';
import { type EncryptionRules, encryptionRule } from './encryption-rule.js';
import { decryptValue } from './value-cipher.js';

/** How a file was encrypted. */
export interface TreeSettings extends EncryptionRules {
  /** Whether only encrypted values go into the message authentication code. */
  readonly macOnlyEncrypted: boolean;
}

/** A decrypted tree and the message authentication code that was computed over it. */
export interface DecryptedTree {
  readonly tree: SopsTree;
  readonly mac: string;
}

/** Decrypts every value that the rules call encrypted. @throws LocatedError `sops-tree` */
export function decryptTree(tree: SopsTree, key: Uint8Array, settings: TreeSettings): DecryptedTree {
  const isEncrypted = encryptionRule(settings);
  const code = new AuthenticationCode(settings.macOnlyEncrypted);
  const visit = (leaf: SopsLeaf, place: LeafPlace): SopsLeaf => {
    const encrypted = isEncrypted(place, isComment(leaf));
    const plain = encrypted ? decryptLeaf(leaf, key, place) : leaf;
    // Whether a value counts as a comment is for its decrypted type to say: in lists, comments are encrypted like values.
    if ((encrypted || !settings.macOnlyEncrypted) && !isComment(plain)) code.add(bytesOfLeaf(plain));
    return plain;
  };
  try {
    return { tree: tree.map((branch) => walkTree(branch, visit)), mac: code.digest() };
  } catch (cause) {
    throw walkError(cause);
  }
}

function decryptLeaf(leaf: SopsLeaf, key: Uint8Array, { path }: LeafPlace): SopsLeaf {
  const context = path.map((part) => `${part}:`).join('') || ':';
  if (isComment(leaf)) {
    try {
      return decryptValue(printableText(leaf.text), key, context);
    } catch {
      // Old versions of SOPS left comments as they were.
      return leaf;
    }
  }
  if (typeof leaf === 'string' || leaf instanceof Uint8Array) {
    try {
      return decryptValue(printableText(leaf), key, context);
    } catch (cause) {
      throw treeError(`Could not decrypt value: ${messageOf(cause)}`, cause);
    }
  }
  throw treeError(`Expected encrypted value as string, but got ${goTypeOfValue(leaf)}`);
}

/** Names the walk as the place of an error. */
export function walkError(cause: unknown): unknown {
  return cause instanceof LocatedError ? treeError(`Error walking tree: ${cause.message}`, cause) : cause;
}

function treeError(message: string, cause?: unknown): LocatedError {
  return new LocatedError({ code: 'sops-tree', message, cause });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
