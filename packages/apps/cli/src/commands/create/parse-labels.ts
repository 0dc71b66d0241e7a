import { checkLabelValue, checkQualifiedName } from '@gotk/objects';

/**
 * Reads `key=value` texts.
 *
 * @throws in the words of Flux when one is none, or is no valid label.
 */
export function parseLabels(texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(texts.map(parseLabel));
}

function parseLabel(text: string): readonly [key: string, value: string] {
  const parts = text.split('=');
  const [key = '', value = ''] = parts;
  if (parts.length !== 2) throw new Error(`invalid label format '${text}', must be key=value`);
  const badKey = checkQualifiedName(key);
  if (badKey.length > 0) throw new Error(`invalid label '${key}': [${badKey.join(' ')}]`);
  const badValue = checkLabelValue(value);
  if (badValue.length > 0) throw new Error(`invalid label value '${value}': [${badValue.join(' ')}]`);
  return [key, value];
}
