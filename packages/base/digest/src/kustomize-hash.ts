import { compareUtf8, isJsonObject, type JsonObject, type JsonValue, renderGoJson } from '@gotk/json';
import { sha256Hex } from './sha256.js';

const LENGTH = 10;
const LETTERS: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' };

/**
 * The suffix kustomize gives the name of a generated ConfigMap or Secret. Name, labels and annotations do not count, nor does
 * whether it is immutable.
 */
export function kustomizeHash(object: JsonObject): string {
  return object['kind'] === 'Secret' ? hashSecret(object) : hashConfigMap(object);
}

function hashConfigMap(object: JsonObject): string {
  const { binaryData } = object;
  const extra = isCollection(binaryData) ? { binaryData: asMap(binaryData) } : {};
  return kustomizeHashOfText(renderGoJson({ kind: 'ConfigMap', name: '', data: asMap(object['data']), ...extra }));
}

function hashSecret(object: JsonObject): string {
  const { stringData } = object;
  const extra = isCollection(stringData) ? { stringData: asMap(stringData) } : {};
  const type = asMap(object['type']);
  return kustomizeHashOfText(renderGoJson({ kind: 'Secret', type, name: '', data: asMap(object['data']), ...extra }));
}

function isCollection(value: JsonValue | undefined): boolean {
  return typeof value === 'object' && value !== null;
}

/** What kustomize takes a field for: maps are maps, lists are nothing, scalars their text. */
function asMap(value: JsonValue | undefined): JsonValue {
  if (value === undefined || value === null) return '';
  if (isJsonObject(value)) return value;
  return Array.isArray(value) ? null : String(value);
}

/** The suffix for a list of texts, whatever their order. */
export function kustomizeHashOfList(texts: readonly string[]): string {
  return kustomizeHashOfText(renderGoJson([...texts].sort(compareUtf8)));
}

/** The suffix for a text: ten letters and digits that spell no words. */
export function kustomizeHashOfText(text: string): string {
  const hex = sha256Hex(text).slice(0, LENGTH);
  return [...hex].map((character) => LETTERS[character] ?? character).join('');
}
