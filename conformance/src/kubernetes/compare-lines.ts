import { hasSymbols, type Symbols } from './symbols.js';

/**
 * Compares texts line by line; in lines with symbols runs of spaces count as one, since padding depends on the values. Ages are
 * equal, since they tell how fast the machine is.
 */
export function compareLines(expected: string, actual: string, symbols: Symbols): readonly string[] {
  const want = expected.split('\n');
  const have = actual.split('\n');
  const lines: string[] = [];
  for (let index = 0; index < Math.max(want.length, have.length); index++) {
    if (!lineMatches(want[index], have[index], symbols)) {
      lines.push(`line ${index + 1}:\n  - ${want[index] ?? '(absent)'}\n  + ${have[index] ?? '(absent)'}`);
    }
  }
  return lines;
}

function lineMatches(want: string | undefined, have: string | undefined, symbols: Symbols): boolean {
  if (want === undefined || have === undefined) return want === have;
  return (
    want === have ||
    symbols.matches(collapse(want), collapse(have)) ||
    (hasSymbols(want) && symbols.matches(want, have)) ||
    symbols.matches(withoutAges(want), withoutAges(have))
  );
}

const AGE = /(?<= )(?:\d+[smhdy]){1,2}(?= |$)/g;

function withoutAges(line: string): string {
  return collapse(line).replace(AGE, '(age)');
}

function collapse(line: string): string {
  return line.replace(/\s+/g, ' ').trimEnd();
}
