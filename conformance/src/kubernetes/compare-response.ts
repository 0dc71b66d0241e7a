import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import type { WireResponse } from './api-connection.js';
import { compareJson } from './compare-json.js';
import { compareLines } from './compare-lines.js';
import type { GoldenResponse, GoldenStep } from './golden-step.js';
import type { Symbols } from './symbols.js';

const HEADERS = [
  'content-type',
  'warning',
  'retry-after',
  'allow',
  'location',
  'content-encoding',
  'vary',
  'etag',
  'www-authenticate',
];

/** Compares an answer with the recorded one. @returns one line per difference. */
export function compareResponse(step: GoldenStep, actual: WireResponse, symbols: Symbols): readonly string[] {
  const expected = step.response ?? { status: 200 };
  const status = expected.status === actual.status ? [] : [`status:\n  - ${expected.status}\n  + ${actual.status}`];
  return [...status, ...compareHeaders(expected, actual, symbols), ...compareBody(step, expected, { actual, symbols })];
}

/** The headers that say something to clients. */
export function compareHeaders(
  expected: GoldenResponse,
  { headers }: Pick<WireResponse, 'headers'>,
  symbols: Symbols,
): readonly string[] {
  return HEADERS.flatMap((name) => {
    const want = expected.headers?.[name];
    return compareJson(want as JsonValue | undefined, headers[name] as JsonValue | undefined, {
      symbols,
      path: `header ${name}`,
    });
  });
}

interface BodyComparison {
  readonly actual: WireResponse;
  readonly symbols: Symbols;
}

function compareBody(
  step: GoldenStep,
  expected: GoldenResponse,
  { actual, symbols }: BodyComparison,
): readonly string[] {
  if (expected.bodyOmitted === true) return [];
  if (expected.bodyPrefixHex !== undefined) {
    const prefix = actual.bytes.subarray(0, expected.bodyPrefixHex.length / 2).toString('hex');
    return prefix === expected.bodyPrefixHex ? [] : [`first bytes:\n  - ${expected.bodyPrefixHex}\n  + ${prefix}`];
  }
  const text = actual.bytes.toString('utf8');
  if (expected.bodyText !== undefined) return compareText(expected, text, symbols);
  if (expected.body === undefined) return [];
  const body = parse(text);
  if (step.unstable === true) return compareUnstable(expected.body, body);
  return compareJson(expected.body, body, { symbols, path: '' });
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue; // JSON.parse returns nothing else.
  } catch {
    return text === '' ? undefined : text;
  }
}

/** The events of a stream one by one, other texts line by line. */
function compareText(expected: GoldenResponse, text: string, symbols: Symbols): readonly string[] {
  const want = expected.bodyText ?? '';
  if (!want.startsWith('{')) return compareLines(want, text, symbols);
  const wanted = want.split('\n').filter((line) => line !== '');
  const lines = text.split('\n').filter((line) => line !== '');
  const count = wanted.length === lines.length ? [] : [`number of events:\n  - ${wanted.length}\n  + ${lines.length}`];
  return [
    ...count,
    ...wanted.flatMap((line, index) =>
      compareJson(parse(line), parse(lines[index] ?? ''), { symbols, path: `[${index}]` }),
    ),
  ];
}

/** Errors whose wording varies: status, reason and the set of causes. */
function compareUnstable(expected: JsonValue, actual: JsonValue | undefined): readonly string[] {
  const [want, have] = [gist(expected), gist(actual)];
  return want === have ? [] : [`status, reason and causes:\n  - ${want}\n  + ${have}`];
}

function gist(body: JsonValue | undefined): string {
  if (!isJsonObject(body)) return JSON.stringify(body);
  const details = isJsonObject(body['details']) ? body['details'] : {};
  const causes = Array.isArray(details['causes']) ? (details['causes'] as readonly JsonObject[]) : [];
  const set = causes
    .map((cause) => `${String(cause['reason'])} ${String(cause['field'])} ${String(cause['message'])}`)
    .sort();
  return JSON.stringify({ code: body['code'], reason: body['reason'], causes: [...new Set(set)] });
}
