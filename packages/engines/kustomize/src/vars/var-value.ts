import { renderGoFloat } from '@gotk/json';
import { tag, type YamlNode } from '../node/yaml-node.js';

/** The value of a var, as text. */
export type VarValue =
  | { readonly kind: 'text' | 'integer' | 'boolean'; readonly text: string }
  | {
      readonly kind: 'float';
      /** With all its digits, as it stands alone. */
      readonly text: string;
      /** As it stands within a text: with an exponent where that is shorter. */
      readonly shortText: string;
    };

const INTEGER = /^[-+]?[0-9]+$/;
const FLOAT = /^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/;

/** The value of a scalar, by its tag. @returns `undefined` where Go's parsers do not take its text: `0x10`, `.inf`. */
export function varValueOf(node: YamlNode): VarValue | undefined {
  const { value: text } = node;
  if (node.tag === tag.integer)
    return INTEGER.test(text) ? { kind: 'integer', text: BigInt(text).toString() } : undefined;
  if (node.tag === tag.float) return FLOAT.test(text) ? floatValue(Number(text)) : undefined;
  if (node.tag === tag.boolean) return { kind: 'boolean', text: text.toLowerCase() };
  return { kind: 'text', text };
}

function floatValue(value: number): VarValue {
  return { kind: 'float', text: plainDigits(value), shortText: renderGoFloat(value) };
}

/** All digits, without an exponent. */
function plainDigits(value: number): string {
  const text = String(value);
  const match = /^(-?)([0-9])(?:\.([0-9]+))?e([-+][0-9]+)$/.exec(text);
  if (match === null) return text;
  const [, sign = '', first = '', rest = '', exponentText = ''] = match;
  const exponent = Number(exponentText);
  const digits = first + rest;
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  return sign + digits.padEnd(exponent + 1, '0');
}
