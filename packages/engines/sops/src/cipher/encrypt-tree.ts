import { goQuote } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import { RE2JS } from 're2js';
import type { SopsLeaf, SopsTree } from '../tree/sops-tree.js';
import { isComment } from '../tree/sops-tree.js';
import { bytesOfLeaf } from '../tree/value-bytes.js';
import { type LeafPlace, walkTree } from '../tree/walk-tree.js';
import { AuthenticationCode } from './authentication-code.js';
import { type DecryptedTree, type TreeSettings, walkError } from './decrypt-tree.js';
import { encryptionRule } from './encryption-rule.js';
import { encryptValue } from './value-cipher.js';

/** What encryption needs. */
export interface EncryptTreeOptions extends TreeSettings {
  readonly key: Uint8Array;
  /** Gives as many random bytes as it is asked for. */
  readonly random: (bytes: number) => Uint8Array;
}

/**
 * Encrypts every value that the rules call for.
 * @returns the encrypted tree with the code over the values as they were. @throws LocatedError `sops-tree`
 */
export function encryptTree(tree: SopsTree, options: EncryptTreeOptions): DecryptedTree {
  const isEncrypted = encryptionRule(options);
  const code = new AuthenticationCode(options.macOnlyEncrypted);
  const visit = (leaf: SopsLeaf, place: LeafPlace): SopsLeaf => {
    const encrypted = isEncrypted(place, isComment(leaf));
    if ((encrypted || !options.macOnlyEncrypted) && !isComment(leaf)) code.add(bytesOfLeaf(leaf));
    if (!encrypted) return leaf;
    const context = place.path.map((part) => `${part}:`).join('') || ':';
    const text = encryptValue(leaf, { ...options, context });
    if (isComment(leaf)) checkComment(text, options.unencryptedCommentRegex);
    return text;
  };
  try {
    return { tree: tree.map((branch) => walkTree(branch, visit)), mac: code.digest() };
  } catch (cause) {
    throw walkError(cause);
  }
}

/** An encrypted comment must not call for plain values when it is read. */
function checkComment(text: string, pattern: string): void {
  if (pattern === '' || !RE2JS.compile(pattern).matcher(text).find()) return;
  const message = `Encrypted comment ${goQuote(text)} matches UnencryptedCommentRegex! Make sure that UnencryptedCommentRegex cannot match an encrypted comment.`;
  throw new LocatedError({ code: 'sops-tree', message });
}
