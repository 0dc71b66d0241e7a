import type { SeededRandom } from '../../seeded-random.js';
import { planValues } from './plan-chart.js';

const PATHS = [
  'a',
  'a.b',
  'a.b.c',
  'b',
  'sub.a',
  'sub.enabled',
  'sub.global.a',
  'global.a',
  'global.enabled',
  'al.enabled',
  'tags.x',
  'tags.y',
  'lib.a',
  'other.enabled',
  'data[0]',
  'data[1].a',
  'a[0][1]',
  'a.b[2]',
  'a\\.b',
  'c.d\\,e',
  '"a"',
  'a[',
  'a[x]',
  'a[-1]',
  'a..b',
  '.a',
  'a.',
  '',
  ' a ',
  'é',
  'sub',
  'global',
  'exports.data.z',
] as const;

const VALUES = [
  '1',
  '0',
  'true',
  'false',
  'null',
  '',
  'x',
  '1.5',
  '007',
  '1e3',
  '{x,1,true}',
  '{}',
  '{x',
  '{a,{b}}',
  'a\\,b',
  'a,b=2',
  'x=y',
  '"q"',
  ' x',
  '[]',
  '9223372036854775808',
  '-1',
  '{{ .Release.Name }}',
  'é',
  'line\\nline',
  '\\',
] as const;

const JSON_VALUES = [
  '1',
  '"x"',
  '{"b":1}',
  '[1,{"a":null}]',
  'null',
  '{',
  '',
  'true',
  '{"a":{"b":[1,2]}} ',
  '1 2',
  "'x'",
] as const;

/** Values by files and flags. Adds the files. */
export function generateFlags(random: SeededRandom, files: Record<string, string>): readonly string[] {
  const flags: string[] = [];
  const count = random.below(4);
  for (let index = 0; index < count; index++) flags.push(...generateFlag(random, files, index));
  return flags;
}

function generateFlag(random: SeededRandom, files: Record<string, string>, index: number): readonly string[] {
  const path = random.pick(PATHS);
  return random.pick<() => readonly string[]>([
    () => ['--set', assignments(random)],
    () => ['--set', assignments(random)],
    () => ['--set-string', assignments(random)],
    () => ['--set-json', random.chance(0.2) ? random.pick(JSON_VALUES) : `${path}=${random.pick(JSON_VALUES)}`],
    () => ['--set-literal', `${path}=${random.pick(VALUES)}`],
    () => {
      files['input.txt'] = random.pick(['text\n', '', 'a: 1', '{{ .Values.a }}']);
      return [
        '--set-file',
        `${path}=${random.pick(['input.txt', 'input.txt', 'nope.txt', '', 'input.txt,b=input.txt'])}`,
      ];
    },
    () => {
      files[`v${index}.yaml`] = `${JSON.stringify(planValues(random, 0))}\n`;
      return ['-f', `v${index}.yaml`];
    },
    () => {
      files[`v${index}.yaml`] =
        `sub: ${JSON.stringify(planValues(random, 1))}\nal: ${JSON.stringify(planValues(random, 1))}\n`;
      return ['-f', `v${index}.yaml`];
    },
  ])();
}

function assignments(random: SeededRandom): string {
  const one = (): string => (random.chance(0.04) ? random.pick(PATHS) : `${random.pick(PATHS)}=${random.pick(VALUES)}`);
  return Array.from({ length: random.chance(0.3) ? 2 : 1 }, one).join(',');
}
