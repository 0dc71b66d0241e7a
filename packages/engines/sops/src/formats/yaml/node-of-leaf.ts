import { renderGoFloat } from '@gotk/json';
import { parseYamlNodes, renderYaml, type ScalarNode, type SequenceNode } from '@gotk/yaml';
import { encodeBase64 } from '../../cipher/base64.js';
import type { SopsComment, SopsForeign, SopsLeaf } from '../../tree/sops-tree.js';

/** What a node has that stands in no text yet. */
export const BARE = {
  tag: '',
  anchor: '',
  start: { index: 0, line: 0, column: 0 },
  headComment: '',
  lineComment: '',
  footComment: '',
} as const;

/** Text that needs no quotes and no look at the rules for them. */
const PLAIN_WORD = /^[A-Za-z_/][A-Za-z0-9_/.@+-]{5,62}$/;
const BASE64_COLUMNS = 70;

/** The node of a value without parts. */
export function nodeOfLeaf(leaf: Exclude<SopsLeaf, SopsComment> | SopsForeign | null): ScalarNode | SequenceNode {
  if (leaf === null) return plain('null');
  if (typeof leaf === 'string') return nodeOfText(leaf);
  if (leaf instanceof Uint8Array) return nodeOfBinary(leaf);
  if (typeof leaf === 'number') return plain(floatText(leaf));
  if (typeof leaf !== 'object') return plain(String(leaf));
  if (leaf.kind === 'time') return plain(leaf.text);
  if (leaf.kind === 'foreign') return plain(leaf.shown);
  const items = Array.from(leaf.bytes, (byte) => plain(String(byte)));
  return { ...BARE, kind: 'sequence', flow: false, items };
}

function plain(value: string): ScalarNode {
  return { ...BARE, kind: 'scalar', value, style: 'plain' };
}

/** The node of a text, in the style that go-yaml would write it in. */
export function nodeOfText(text: string): ScalarNode {
  if (PLAIN_WORD.test(text)) return plain(text);
  // SOPS makes its nodes by writing each value and reading that again.
  const { root } = parseYamlNodes(renderYaml(text, { dialect: 'kyaml' }));
  return root.kind === 'scalar' ? root : { ...plain(text), style: 'double' };
}

/** Text that is not UTF-8. */
function nodeOfBinary(bytes: Uint8Array): ScalarNode {
  const base64 = encodeBase64(bytes);
  const lines = base64.match(new RegExp(`.{1,${BASE64_COLUMNS}}`, 'g')) ?? [];
  const value = lines.length > 1 ? lines.map((line) => `${line}\n`).join('') : base64;
  return { ...plain(value), tag: '!!binary', style: lines.length > 1 ? 'literal' : 'plain' };
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (Number.isFinite(value)) return renderGoFloat(value);
  return value > 0 ? '.inf' : '-.inf';
}
