import { memoryTree } from '@gotk/file-tree';
import { type Hook, loadChart } from '@gotk/helm';
import { LocatedError } from '@gotk/located-error';
import { shortDiff } from '../short-diff.js';
import type { CaseResult, ConformanceCase } from '../suite.js';
import { type CommandResult, runHelm } from './helm-command.js';
import { inFixedOrder } from './schema-message.js';
import { readRows } from './suite.js';

interface MiniChartRow {
  readonly name: string;
  readonly chart: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  readonly template: TemplateRun;
  readonly install?: InstallRun;
}

interface TemplateRun {
  readonly args: readonly string[];
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface InstallRun {
  readonly args: readonly string[];
  readonly exit: number;
  readonly stderr: string;
  readonly manifest?: string;
  readonly notes?: string;
  readonly hooks?: readonly HookRow[];
}

interface HookRow {
  readonly name: string;
  readonly kind: string;
  readonly path: string;
  readonly manifest: string;
  readonly events: readonly string[];
  readonly weight?: number;
  readonly delete_policies?: readonly string[];
  readonly output_log_policies?: readonly string[];
}

/** The rows of minicharts.jsonl: each is rendered once as `helm template` and once as `helm install` does it. */
export function miniChartCases(path: string): readonly ConformanceCase[] {
  return readRows<MiniChartRow>(path).flatMap((row) => {
    const { install } = row;
    const template = { name: `minicharts/${row.name}`, run: () => runTemplate(row) };
    if (install === undefined) return [template];
    return [template, { name: `minicharts/${row.name}/install`, run: () => runInstall(row, install) }];
  });
}

async function runTemplate(row: MiniChartRow): Promise<CaseResult> {
  const { exit, stdout, stderr } = await run(row, row.template.args);
  const { template } = row;
  return compare(shownRun(template, template.stdout), shownRun({ exit, stderr }, stdout));
}

async function runInstall(row: MiniChartRow, install: InstallRun): Promise<CaseResult> {
  const { exit, stderr, rendered } = await run(row, install.args);
  const expected = releaseText(install.manifest, install.notes, install.hooks);
  const actual = releaseText(rendered?.manifest, rendered?.notes, rendered?.hooks.map(hookRow));
  return compare(shownRun(install, expected), shownRun({ exit, stderr }, actual));
}

function run({ chart, files }: MiniChartRow, args: readonly string[]): Promise<CommandResult> {
  return runHelm(args, {
    loadChart: (path, log) => loadChart(memoryTree(chart), { log, shownPath: path }),
    readFile: (path) => readFile(files, path),
  });
}

function readFile(files: MiniChartRow['files'], path: string): Uint8Array {
  const text = files[path.replace(/^\.\//, '')];
  if (text !== undefined) return new TextEncoder().encode(text);
  throw new LocatedError({ code: 'file-missing', message: `open ${path}: no such file or directory` });
}

function hookRow({ name, kind, path, manifest, events, weight, deletePolicies, outputLogPolicies }: Hook): HookRow {
  return {
    name,
    kind,
    path,
    manifest,
    events,
    ...(weight === 0 ? {} : { weight }),
    ...(deletePolicies.length === 0 ? {} : { delete_policies: deletePolicies }),
    ...(outputLogPolicies.length === 0 ? {} : { output_log_policies: outputLogPolicies }),
  };
}

function releaseText(manifest = '', notes = '', hooks: readonly HookRow[] = []): string {
  return `manifest: ${manifest}\nnotes: ${notes}\nhooks: ${JSON.stringify(hooks, undefined, 1)}\n`;
}

function shownRun({ exit, stderr }: { readonly exit: number; readonly stderr: string }, output: string): string {
  return `exit ${exit}\n${exit === 0 ? output : ''}\nstderr: ${inFixedOrder(stderr)}`;
}

function compare(expected: string, actual: string): CaseResult {
  return expected === actual ? { kind: 'pass' } : { kind: 'fail', diff: shortDiff(expected, actual) };
}
