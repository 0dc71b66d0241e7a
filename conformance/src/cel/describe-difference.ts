import type { CelAnswer } from './cel-case.js';

/** Where the answers differ; undefined where they agree or the oracle crashed. */
export function describeDifference(expected: CelAnswer, found: CelAnswer): string | undefined {
  if (expected['crash'] !== undefined) return undefined;
  const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
  const lines = names
    .filter((name) => comparable(name, expected, found))
    .flatMap((name) => {
      const [wanted, told] = [shown(expected[name]), shown(found[name])];
      return wanted === told ? [] : [`${name}:`, `- ${wanted}`, `+ ${told}`];
    });
  return lines.length === 0 ? undefined : lines.join('\n');
}

/** What an expression that failed had cost is not told. */
function comparable(name: string, expected: CelAnswer, found: CelAnswer): boolean {
  if (found['program'] !== undefined && expected['program'] !== undefined) return name === 'program';
  if (name === 'spent') return found['spent'] !== undefined && expected['spent'] !== undefined;
  return !(name === 'cost' && found['error'] !== undefined && expected['error'] !== undefined);
}

/** Generated names of types are all the same. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  return JSON.stringify(value, (_, part: unknown) => (isHuge(part) ? part.toPrecision(12) : part)).replaceAll(
    /selfType\d+/g,
    'selfTypeN',
  );
}

/** Above this, numbers of ours are not exact; nothing depends on them there. */
function isHuge(value: unknown): value is number {
  return typeof value === 'number' && value > Number.MAX_SAFE_INTEGER;
}
