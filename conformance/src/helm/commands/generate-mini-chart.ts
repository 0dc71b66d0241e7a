import type { JsonObject, JsonValue } from '@gotk/json';
import type { SeededRandom } from '../../seeded-random.js';
import type { CommandCase } from './command-case.js';
import { generateFlags } from './generate-flags.js';
import { generateTemplates } from './generate-templates.js';
import { type ChartPlan, planChart } from './plan-chart.js';

/** A small chart with subcharts, values, templates and all that belongs to it, and how it is rendered or linted. */
export function generateMiniChart(random: SeededRandom): CommandCase {
  const files: Record<string, string> = {};
  writeChart(random, { chart: planChart(random), folder: 'c', files });
  const verb = random.chance(0.12) ? generateOther(random) : ['template', 'rel', './c'];
  const isRendered = verb[0] === 'template' || verb[0] === 'lint';
  const flags = isRendered ? generateFlags(random, files) : [];
  const own = verb[0] === 'template' ? templateFlags(random) : [];
  return { name: 'mini', files, args: [...verb, ...flags, ...own] };
}

function generateOther(random: SeededRandom): readonly string[] {
  return random.pick<readonly string[]>([
    ['lint', './c'],
    ['lint', './c', '--strict'],
    ['lint', './c', '--with-subcharts'],
    ['lint', './c', '--quiet'],
    ['lint', './c', '--quiet', '--with-subcharts', '--strict'],
    ['show', 'values', './c'],
    ['show', 'chart', './c'],
    ['show', 'crds', './c'],
    ['show', 'all', './c'],
    ['show', 'readme', './c'],
    ['dependency', 'list', './c'],
    ['show', 'values', './c', '--jsonpath', '{.a}'],
  ]);
}

function templateFlags(random: SeededRandom): readonly string[] {
  if (random.chance(0.65)) return [];
  return random.pick<readonly string[]>([
    ['--include-crds'],
    ['--skip-crds'],
    ['--no-hooks'],
    ['--skip-tests'],
    ['--is-upgrade'],
    ['--kube-version', '1.24.3'],
    ['-a', 'example.com/v1', '-a', 'batch/v1/CronJob,foo/v2'],
    ['-s', 'templates/a.yaml'],
    ['-s', 'templates/b.yaml', '-s', 'templates/nope.yaml'],
    ['-s', 'charts/sub/templates/a.yaml'],
    ['-s', 'templates/*.yaml'],
    ['--namespace', 'other', '--create-namespace'],
    ['--skip-schema-validation'],
    ['--include-crds', '--skip-tests'],
    ['--release-name'],
    ['--output-dir', 'out'],
    ['--enable-dns'],
    ['--description', 'x'],
    ['--name-template', 'n-{{ 1 }}'],
  ]);
}

interface WrittenChart {
  readonly chart: ChartPlan;
  readonly folder: string;
  readonly files: Record<string, string>;
}

function writeChart(random: SeededRandom, { chart, folder, files }: WrittenChart): void {
  files[`${folder}/Chart.yaml`] = yamlText(chart.metadata);
  if (chart.values !== undefined) files[`${folder}/values.yaml`] = chart.values;
  if (chart.schema !== undefined) files[`${folder}/values.schema.json`] = JSON.stringify(chart.schema);
  for (const [path, text] of Object.entries(generateTemplates(random, chart))) files[`${folder}/${path}`] = text;
  for (const [name, inner] of chart.subcharts) {
    writeChart(random, { chart: inner, folder: `${folder}/charts/${name}`, files });
  }
}

/** The first level as YAML in blocks, what is below as JSON. */
function yamlText(object: JsonObject): string {
  return Object.entries(object)
    .map(([key, value]) => `${key}: ${JSON.stringify(value satisfies JsonValue | undefined)}\n`)
    .join('');
}
