import { isJsonObject, type JsonObject, type JsonValue, jsonEqual } from '@gotk/json';
import type { Answer } from './ask-server.js';
import { normalize } from './normalize.js';

const MAX_SHOWN = 900;

/**
 * @param sent the request's body, whose values are compared where they come back.
 * @returns what the embedded server answers otherwise than the real one; nothing when the answers are alike.
 */
export function compareAnswers([ours, real]: readonly [Answer, Answer], sent: string): readonly string[] {
  const [a, b] = [shown(ours, sent), shown(real, sent)];
  // An answer of another status has little in common with the expected one: it is shown as a whole.
  if (a['status'] !== b['status']) return [`  - ${JSON.stringify(b)}`, `  + ${JSON.stringify(a)}`].map(shortened);
  return Object.entries(b).flatMap(([field, expected]) => differences(expected, a[field], field));
}

/** What is compared; errors of several causes are said in any order. */
function shown({ status, type, warnings, body }: Answer, sent: string): Record<string, JsonValue> {
  const normal = normalize(body, sent);
  return {
    status,
    type,
    warnings,
    body: isJsonObject(normal) && normal['kind'] === 'Status' ? gist(normal) : (normal ?? null),
  };
}

function gist(status: JsonObject): JsonObject {
  const { details, message, ...rest } = status;
  const causes =
    isJsonObject(details) && Array.isArray(details['causes']) ? (details['causes'] as readonly JsonValue[]) : [];
  const sorted = causes.map((cause) => JSON.stringify(cause)).sort();
  return { ...rest, ...(sorted.length > 0 ? { causes: sorted } : { message: message ?? '' }) };
}

function differences(expected: JsonValue | undefined, actual: JsonValue | undefined, path: string): readonly string[] {
  if (jsonEqual(expected ?? null, actual ?? null)) return [];
  if (isJsonObject(expected) && isJsonObject(actual)) {
    const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
    return names.flatMap((name) => differences(expected[name], actual[name], `${path}.${name}`));
  }
  if (!isTexts(expected) && Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length) {
    const rows = actual as readonly JsonValue[];
    return (expected as readonly JsonValue[]).flatMap((item, index) =>
      differences(item, rows[index], `${path}[${index}]`),
    );
  }
  if (isTexts(expected) && isTexts(actual)) {
    const missing = expected.filter((text) => !actual.includes(text));
    const extra = actual.filter((text) => !expected.includes(text));
    return [path, ...missing.map((text) => `  - ${text}`), ...extra.map((text) => `  + ${text}`)];
  }
  const text = (value: JsonValue | undefined): string => shortened(JSON.stringify(value) ?? '(absent)');
  return [`${path}`, `  - ${text(expected)}`, `  + ${text(actual)}`];
}

function isTexts(value: JsonValue | undefined): value is readonly string[] {
  return Array.isArray(value) && (value as readonly JsonValue[]).every((item) => typeof item === 'string');
}

/** The middle of a long text is left out: errors begin with the object and end with what is wrong with it. */
function shortened(text: string): string {
  const half = MAX_SHOWN / 2;
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, half)} … ${text.slice(-half)}`;
}
