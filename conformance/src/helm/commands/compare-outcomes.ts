import { shortDiff } from '../../short-diff.js';
import { inFixedOrder } from '../schema-message.js';
import type { CommandOutcome } from './command-case.js';

/**
 * Tells two outcomes apart.
 *
 * @param again further outcomes of the real program: lines that differ between these and `expected` are not compared, and what it
 *   says on stderr, which may depend on the order of Go's maps, need be as one of them.
 * @returns what differs; `undefined` when nothing does, or when the real program crashed
 */
export function compareOutcomes(
  expected: CommandOutcome,
  actual: CommandOutcome,
  again: readonly CommandOutcome[] = [],
): string | undefined {
  if (expected.exit === 2 && expected.stderr.startsWith('panic:')) return undefined;
  const chosen = again.find((other) => sameStderr(other, actual)) ?? expected;
  if (chosen.exit !== actual.exit)
    return `exit ${chosen.exit}, here ${actual.exit}\n${shortDiff(chosen.stderr, actual.stderr)}`;
  if (!sameStderr(chosen, actual)) return `stderr\n${lineDiff(chosen.stderr, actual.stderr)}`;
  if (lintedInOrder(chosen.stdout) === lintedInOrder(actual.stdout)) return undefined;
  const others = [expected, ...again].map(({ stdout }) => stdout);
  const [wanted, seen] = withoutChance([chosen.stdout, actual.stdout], others);
  return wanted === seen ? undefined : `stdout\n${shortDiff(wanted, seen)}`;
}

function sameStderr(one: CommandOutcome, other: CommandOutcome): boolean {
  return one.exit === other.exit && inOrder(one.stderr) === inOrder(other.stderr);
}

/** The lines of one that the other has less often. */
function lineDiff(expected: string, actual: string): string {
  const [wanted, seen] = [inFixedOrder(expected).split('\n'), inFixedOrder(actual).split('\n')];
  const missing = without(wanted, seen).map((line) => `- ${line}`);
  return [...missing, ...without(seen, wanted).map((line) => `+ ${line}`)].join('\n');
}

function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others];
  return lines.filter((line) => {
    const index = left.indexOf(line);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

/** Warnings about values come in the order of Go's maps. */
function inOrder(stderr: string): string {
  return inFixedOrder(stderr).split('\n').sort().join('\n');
}

/** What lint finds in schemas, and the names that it lists, come in the order of Go's maps. */
function lintedInOrder(stdout: string): string {
  if (!stdout.startsWith('==> Linting')) return stdout;
  const apart = stdout.replace(/(\[ERROR\] \S+: )(- at )/g, '$1\n$2');
  const named = apart.replace(/(missing these dependencies: )(\S+)/g, (_, text: string, names: string) => {
    return text + names.split(',').sort().join(',');
  });
  return named
    .split('\n')
    .map((line) => line.replace(/(?:'[^']*', )+'[^']*'/g, (list) => list.split(', ').sort().join(', ')))
    .sort()
    .join('\n');
}

/** Both texts without the lines in which the real program does not agree with itself. */
function withoutChance(
  [wanted, seen]: readonly [string, string],
  others: readonly string[],
): readonly [string, string] {
  const lines = wanted.split('\n');
  const varied = new Set<number>();
  for (const other of others) {
    other.split('\n').forEach((line, index) => {
      if (line !== lines[index]) varied.add(index);
    });
  }
  if (varied.size === 0) return [wanted, seen];
  const masked = (text: string): string =>
    text
      .split('\n')
      .map((line, index) => (varied.has(index) ? '(by chance)' : line))
      .join('\n');
  return [masked(wanted), masked(seen)];
}
