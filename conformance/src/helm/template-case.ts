import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { memoryTree } from '@gotk/file-tree';
import type { GoMap } from '@gotk/go-template';
import {
  composeRenderValues,
  defaultCapabilities,
  loadChart,
  loadValues,
  mergeValueOptions,
  parseKubeVersion,
  processDependencies,
  renderTemplates,
} from '@gotk/helm';
import { LocatedError } from '@gotk/located-error';
import { shortDiff } from '../short-diff.js';
import type { CaseResult, ConformanceCase } from '../suite.js';
import { caseEnvironment } from './case-environment.js';
import { readRows } from './suite.js';

interface TemplateRow extends TemplateResult {
  readonly name: string;
  readonly group: string;
  readonly template?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly chartValues?: string;
  readonly values?: string;
  readonly valuesRef?: string;
  readonly set?: readonly string[];
  readonly setString?: readonly string[];
  readonly setJson?: readonly string[];
  readonly setLiteral?: readonly string[];
  readonly release?: string;
  readonly namespace?: string;
  readonly revision?: number;
  readonly isUpgrade?: boolean;
  readonly kubeVersion?: string;
  readonly apiVersions?: readonly string[];
  readonly strict?: boolean;
  readonly lintMode?: boolean;
  readonly allFiles?: boolean;
  /** What the version of Helm that Flux follows answers, where that is something else. */
  readonly v4_2_4?: TemplateResult;
}

interface TemplateResult {
  readonly expected?: string;
  readonly expectedFiles?: Readonly<Record<string, string>>;
  readonly error?: string;
}

const CHART_YAML = 'apiVersion: v2\nname: c\nversion: 0.1.0\nappVersion: "1.2.3"\ndescription: Case chart\n';
const RENDERED_FILE = 'c/templates/t.yaml';

/** The rows of templates.jsonl. */
export function templateCases(path: string): readonly ConformanceCase[] {
  const valuesFile = join(dirname(path), 'values.json');
  const named: Readonly<Record<string, string>> = existsSync(valuesFile)
    ? JSON.parse(readFileSync(valuesFile, 'utf8'))
    : {};
  return readRows<TemplateRow>(path).map((row) => ({
    name: `templates/${row.name}`,
    run: async () => compare(row.v4_2_4 ?? row, await render(row, named)),
  }));
}

async function render(row: TemplateRow, named: Readonly<Record<string, string>>): Promise<TemplateResult> {
  const environment = await caseEnvironment();
  try {
    const files = renderRow(row, { named, environment });
    return row.allFiles === true
      ? { expectedFiles: Object.fromEntries(files) }
      : { expected: files.get(RENDERED_FILE) ?? '' };
  } catch (error) {
    if (!(error instanceof LocatedError)) throw error;
    return { error: error.message };
  }
}

function renderRow(
  row: TemplateRow,
  context: {
    readonly named: Readonly<Record<string, string>>;
    readonly environment: Awaited<ReturnType<typeof caseEnvironment>>;
  },
): Map<string, string> {
  const loaded = loadChart(memoryTree(filesOf(row)));
  const values = mergeValueOptions({ ...row, base: givenValues(row, context.named) });
  const chart = processDependencies(loaded, values);
  const base = defaultCapabilities();
  const capabilities = {
    ...base,
    kubeVersion: parseKubeVersion(row.kubeVersion ?? '1.34.0'),
    apiVersions: [...base.apiVersions, ...(row.apiVersions ?? [])],
  };
  const { release: name = 'rel', namespace = 'ns', revision, isUpgrade } = row;
  const release = { name, namespace, revision, isUpgrade };
  const top = composeRenderValues(chart, { values, release, capabilities });
  const { strict, lintMode } = row;
  return renderTemplates(chart, top, { environment: context.environment, strict, lintMode });
}

function filesOf({ template, files, chartValues }: TemplateRow): Record<string, string> {
  return {
    'Chart.yaml': CHART_YAML,
    ...(chartValues === undefined ? {} : { 'values.yaml': chartValues }),
    ...(template === undefined ? {} : { 'templates/t.yaml': template }),
    ...files,
  };
}

function givenValues({ values, valuesRef }: TemplateRow, named: Readonly<Record<string, string>>): GoMap | undefined {
  const text = values ?? (valuesRef === undefined ? undefined : named[valuesRef]);
  return text === undefined ? undefined : loadValues(new TextEncoder().encode(text), 'values.yaml');
}

function compare(expected: TemplateResult, actual: TemplateResult): CaseResult {
  const wanted = shown(expected);
  // The recording has a replacement character for each byte that is no UTF-8.
  const found = shown(actual).replace(/(?<![\ud800-\udbff])[\udc80-\udcff]/g, '\ufffd');
  return wanted === found ? { kind: 'pass' } : { kind: 'fail', diff: shortDiff(wanted, found) };
}

function shown({ expected, expectedFiles, error }: TemplateResult): string {
  if (error !== undefined) return `error: ${error}`;
  if (expectedFiles === undefined) return expected ?? '';
  return JSON.stringify(
    Object.entries(expectedFiles).sort(([a], [b]) => (a < b ? -1 : 1)),
    undefined,
    1,
  );
}
