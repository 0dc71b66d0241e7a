import { resolvePlain } from '@gotk/yaml';
import { style, tag, type YamlNode } from './yaml-node.js';

/** What a scalar comes to: integers beyond the safe range are bigints. */
export type ScalarValue = string | boolean | null | number | bigint;

const RESOLVABLE: ReadonlySet<string> = new Set([tag.boolean, tag.integer, tag.float, tag.null]);
const QUOTED = style.double | style.single | style.literal | style.folded;

/** The tag of an unquoted text. */
export function resolveTag(text: string): string {
  return resolvePlain(text, 'kyaml')?.tag ?? tag.string;
}

/**
 * The value of a scalar as it is once it has been printed and read again: a tag that the text itself resolves to is not
 * printed, so quotes win over it, and any other tag is, so the text must fit it.
 *
 * @returns `undefined` where that is not simple: a tag of the document's own, a time, a text that contradicts its tag.
 */
export function resolveScalar(node: YamlNode): ScalarValue | undefined {
  const { value, tag: given } = node;
  if (given === tag.string) return value;
  const quoted = (node.style & QUOTED) !== 0 || value.includes('\n');
  if (given === tag.none) return quoted ? value : plainValue(value);
  if (!RESOLVABLE.has(given) || (node.style & style.tagged) !== 0) return undefined;
  if (resolveTag(value) !== given) return undefined;
  return quoted ? value : plainValue(value);
}

function plainValue(text: string): ScalarValue | undefined {
  const resolved = resolvePlain(text, 'kyaml');
  if (resolved === undefined) return text;
  return resolved.tag === '!!timestamp' ? undefined : resolved.value;
}
