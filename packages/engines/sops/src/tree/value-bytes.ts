import { renderGoFloat } from '@gotk/json';
import type { SopsLeaf } from './sops-tree.js';
import { bytesOfText } from './sops-tree.js';

/** The bytes of a leaf that are encrypted and that go into the message authentication code. */
export function bytesOfLeaf(leaf: SopsLeaf): Uint8Array {
  if (typeof leaf === 'string' || leaf instanceof Uint8Array) return bytesOfText(leaf);
  switch (typeof leaf) {
    case 'bigint':
      return bytesOfText(String(leaf));
    case 'number':
      return bytesOfText(renderFixed(leaf));
    case 'boolean':
      return bytesOfText(leaf ? 'True' : 'False');
    default:
      return leaf.kind === 'bytes' ? leaf.bytes : bytesOfText(leaf.text);
  }
}

/** The shortest digits that mean the same number, without exponent: Go's FormatFloat with format 'f'. */
export function renderFixed(value: number): string {
  const text = renderGoFloat(value);
  const parts = /^(-?)(\d)(?:\.(\d+))?e([-+]\d+)$/.exec(text);
  if (parts === null) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const digits = whole + fraction;
  const point = 1 + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits.padEnd(point, '0');
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
