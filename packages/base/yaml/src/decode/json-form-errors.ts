import { compareUtf8, renderGoFloat } from '@gotk/json';
import { type ExactValue, GoFloat } from '../resolve/exact-value.js';
import { YamlProblem } from '../scan/problem.js';

/**
 * What in a decoded value has no JSON form. Only what is left of the value in the end counts: a key that stands twice takes the
 * place, and the mistakes, of the one before.
 */
export class JsonFormErrors {
  /** Messages for keys that are no JSON keys, by their mapping and then by the key. */
  readonly #keys = new Map<object, Map<string, () => string>>();
  #hasNumber = false;

  /** Notes a key that is no JSON key. @param message of the whole value, which is shown only when nothing worse is wrong with it */
  key(mapping: object, key: string, message: () => string): void {
    const keys = this.#keys.get(mapping) ?? new Map<string, () => string>();
    this.#keys.set(mapping, keys.set(key, message));
  }

  /** Notes that there is a number that is none in JSON. */
  number(): void {
    this.#hasNumber = true;
  }

  /** Go looks for keys in the whole value first, from the outside in; then for numbers. @throws YamlProblem */
  check(root: ExactValue): void {
    if (this.#keys.size > 0) this.#checkKeys(root);
    if (this.#hasNumber) checkNumbers(root);
  }

  #checkKeys(value: ExactValue | undefined): void {
    if (typeof value !== 'object' || value === null) return;
    const [message] = [...(this.#keys.get(value)?.values() ?? [])].slice(-1);
    if (message !== undefined) throw new YamlProblem('json', message(), undefined);
    for (const part of Object.values(value)) this.#checkKeys(part);
  }
}

function checkNumbers(value: ExactValue): void {
  const number = value instanceof GoFloat ? value.value : value;
  if (typeof number === 'number') {
    if (Number.isFinite(number)) return;
    throw new YamlProblem('json', `json: unsupported value: ${renderGoFloat(number)}`, undefined);
  }
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) for (const item of value) checkNumbers(item);
  else for (const [, field] of sortedEntries(value as Readonly<Record<string, ExactValue>>)) checkNumbers(field);
}

function sortedEntries(object: Readonly<Record<string, ExactValue>>): [string, ExactValue][] {
  return Object.entries(object).sort(([a], [b]) => compareUtf8(a, b));
}
