import type { SeededRandom } from '../../seeded-random.js';

const SNIPPETS = [
  ': ',
  '- ',
  '\n',
  '  ',
  '"',
  "'",
  '[',
  '{',
  '#',
  '&a ',
  '*a',
  '|',
  '>',
  '\t',
  '---\n',
  'null',
  '!!str ',
  '\u00e9',
  '%',
  '<<: ',
] as const;

/** Damages a text: drops, doubles, moves or swaps a line, or puts something in. */
export function mutateText(text: string, random: SeededRandom): string {
  const lines = text.split('\n');
  const at = random.below(lines.length);
  const line = lines[at] ?? '';
  switch (random.below(6)) {
    case 0:
      lines.splice(at, 1);
      break;
    case 1:
      lines.splice(at, 0, line);
      break;
    case 2:
      lines[at] = `${' '.repeat(random.below(3))}${line}`;
      break;
    case 3:
      lines[at] = line.replace(/^ {1,2}/, '');
      break;
    case 4:
      lines[at] = line.replace(/[^:]+$/, random.pick([' 1', ' {}', ' []', ' null', ' true', '']));
      break;
    default: {
      const column = random.below(line.length + 1);
      lines[at] = line.slice(0, column) + random.pick(SNIPPETS) + line.slice(column);
    }
  }
  return lines.join('\n');
}
