import { isJsonObject, type JsonValue } from '@gotk/json';

/** What each placeholder of the corpus stands for. */
const PATTERNS: Readonly<Record<string, string>> = {
  '<TIME>': '\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?(?:Z|[+-]\\d{2}:\\d{2}| \\+0000 UTC)',
  '<DUR>': '(?:\\d+(?:\\.\\d+)?(?:ns|µs|ms|s|m|h))+',
  '<AGE>': '\\S+',
  '<AGO>': '\\S+',
  '<UID>': '[0-9a-f-]+',
  '<RV>': '\\d+',
  '<TOKEN>': '\\S+',
  '<GITSHA>': '[0-9a-f]{40}',
  '<SHORTSHA>': '[0-9a-f]{7,}',
  '<NOW>': '\\d+',
  '<UNIX>': '\\d+',
  '<N>': '\\d+',
  '<TMP>': '/[^\\s\'"]*?',
  '<HOST>': '\\S+',
  '<ADDR>': '[^\\s\'"/]+',
  '<RELEASEDIGEST>': 'sha256:[0-9a-f]{64}',
  '<ARTIFACTDIGEST>': 'sha256:[0-9a-f]{64}',
};

const PLACEHOLDER = new RegExp(Object.keys(PATTERNS).join('|'), 'g');

/** Whether an actual text is what an expected one with placeholders describes. */
export function matchesText(expected: string, actual: string): boolean {
  if (expected === actual) return true;
  if (!expected.includes('<')) return false;
  let pattern = '';
  let end = 0;
  for (const match of expected.matchAll(PLACEHOLDER)) {
    pattern += escapeRegExp(expected.slice(end, match.index)) + PATTERNS[match[0]];
    end = match.index + match[0].length;
  }
  return new RegExp(`^${pattern}${escapeRegExp(expected.slice(end))}$`, 's').test(actual);
}

/** The actual value with the expected placeholders put in wherever they fit, so that what differs is what is wrong. */
export function adoptPlaceholders(
  expected: JsonValue | undefined,
  actual: JsonValue | undefined,
): JsonValue | undefined {
  if (typeof expected === 'string' && typeof actual === 'string') {
    return matchesText(expected, actual) ? expected : actual;
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    return actual.map((item, index) => adoptPlaceholders(expected[index], item) ?? null);
  }
  if (isJsonObject(expected) && isJsonObject(actual)) {
    return Object.fromEntries(
      Object.entries(actual).map(([name, value]) => [name, adoptPlaceholders(expected[name], value)]),
    );
  }
  return actual;
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
