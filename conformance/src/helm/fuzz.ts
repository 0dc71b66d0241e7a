import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { memoryTree } from '@gotk/file-tree';
import type { TemplateEnvironment } from '@gotk/go-template';
import {
  composeRenderValues,
  defaultCapabilities,
  loadChart,
  loadValues,
  processDependencies,
  renderTemplates,
} from '@gotk/helm';
import { LocatedError } from '@gotk/located-error';
import { askProgram } from '../ask-program.js';
import { builtProgram } from '../go-program.js';
import { type SeededRandom, seededRandom } from '../seeded-random.js';
import { caseEnvironment } from './case-environment.js';
import { generateSchema, generateYaml } from './generate/generate-documents.js';
import { generateStatement } from './generate/generate-expression.js';
import { generateMethodCall } from './generate/generate-methods.js';
import {
  generateDate,
  generateNumber,
  generatePrintf,
  generateRegex,
  generateSemver,
  generateSyntax,
} from './generate/generate-topics.js';
import { FUZZ_VALUES, type GeneratedCase } from './generate/generated-case.js';
import { inFixedOrder } from './schema-message.js';

const USAGE =
  'usage: node conformance/dist/helm/fuzz.js [--cases N] [--seed S] [--topic NAME] [--oracle PROGRAM] [--show N]   (needs Go for the first run)';
const oracleFolder = resolve(fileURLToPath(import.meta.url), '../../../helm-oracle');

type Make = (random: SeededRandom) => Partial<GeneratedCase>;

/** What is generated, by topic; the first as often as all others together. */
const TOPICS: Readonly<Record<string, Make>> = {
  calls: (random) => ({ template: generateStatement(random) }),
  printf: (random) => ({ template: generatePrintf(random) }),
  numbers: (random) => ({ template: generateNumber(random) }),
  dates: (random) => ({ template: generateDate(random) }),
  semver: (random) => ({ template: generateSemver(random) }),
  regex: (random) => ({ template: generateRegex(random) }),
  syntax: (random) => ({ template: generateSyntax(random) }),
  methods: (random) => ({ template: generateMethodCall(random) }),
  documents: (random) => ({ template: generateYaml(random) }),
  schema: (random) => ({ template: 'x', ...generateSchema(random) }),
};

/** What came out, or the error. */
interface Answer {
  readonly output?: string;
  readonly error?: string;
  /** Helm itself would have panicked, so there is nothing to compare. */
  readonly crash?: boolean;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string', default: '5000' },
      seed: { type: 'string', default: '1' },
      topic: { type: 'string' },
      oracle: { type: 'string' },
      show: { type: 'string', default: '10' },
    },
  });
  const [count, seed, show] = [Number(values.cases), Number(values.seed), Number(values.show)];
  if (
    ![count, seed, show].every(Number.isInteger) ||
    (values.topic !== undefined && !Object.hasOwn(TOPICS, values.topic))
  ) {
    console.error(`${USAGE}\ntopics: ${Object.keys(TOPICS).join(', ')}`);
    return 2;
  }
  const cases = Array.from({ length: count }, (_, index) =>
    generate(seededRandom(seed * 1_000_003 + index), values.topic),
  );
  const expected = askOracle(cases, values.oracle);
  const environment = await caseEnvironment();
  let failed = 0;
  for (const [index, generated] of cases.entries()) {
    if (expected[index]?.crash === true) continue;
    const wanted = shown(expected[index] ?? {});
    const found = shown(answer(generated, environment));
    if (wanted === found) continue;
    failed++;
    if (failed <= show)
      console.log(`FAIL case ${index} (seed ${seed})\n${described(generated)}\n- ${wanted}\n+ ${found}`);
  }
  console.log(`${count - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

function generate(random: SeededRandom, topic: string | undefined): GeneratedCase {
  const names = Object.keys(TOPICS);
  const name = topic ?? (random.chance(0.5) ? 'calls' : (names[random.below(names.length)] ?? 'calls'));
  return { template: '', values: FUZZ_VALUES, schema: '', ...TOPICS[name]?.(random) };
}

function askOracle(cases: readonly GeneratedCase[], given: string | undefined): readonly Answer[] {
  const program = given ?? builtProgram({ name: 'helm-oracle', sources: oracleFolder });
  return askProgram<Answer>(program, cases).map((answer) => answer ?? { crash: true });
}

function answer({ template, values, schema }: GeneratedCase, environment: TemplateEnvironment): Answer {
  try {
    const files = {
      'Chart.yaml': 'apiVersion: v2\nname: c\nversion: 0.1.0\nappVersion: "1.2.3"\n',
      'files/a.txt': 'one\ntwo\n',
      'templates/t.yaml': template,
      ...(schema === '' ? {} : { 'values.schema.json': schema }),
    };
    const given = loadValues(new TextEncoder().encode(values), 'values.yaml');
    const chart = processDependencies(loadChart(memoryTree(files)), given);
    const release = { name: 'rel', namespace: 'ns' };
    const top = composeRenderValues(chart, { values: given, release, capabilities: defaultCapabilities() });
    return { output: renderTemplates(chart, top, { environment }).get('c/templates/t.yaml') ?? '' };
  } catch (error) {
    if (error instanceof LocatedError) return { error: error.message };
    return { error: `threw ${error instanceof Error ? error.stack : String(error)}` };
  }
}

/** Bytes that are no UTF-8 arrive as replacement characters, schema messages in any order, pointers as addresses. */
function shown({ output, error }: Answer): string {
  const text = error === undefined ? `output: ${JSON.stringify(output ?? '')}` : `error: ${inFixedOrder(error)}`;
  const stable = text.replace(/\b0x[0-9a-f]{9,12}\b/g, '0xADDRESS').replaceAll('time.Local', 'time.UTC');
  return stable.replace(/\\udc[89a-f][0-9a-f]/g, '\ufffd').replace(/(?<![\ud800-\udbff])[\udc80-\udcff]/g, '\ufffd');
}

function described({ template, values, schema }: GeneratedCase): string {
  return schema === '' ? template : `${schema}\n${values}`;
}

process.exitCode = await main();
