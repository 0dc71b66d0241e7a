import { join } from 'node:path';
import type { GoMap } from '@gotk/go-template';
import {
  type HelmLog,
  type HelmVersion,
  type KubeVersion,
  type LintMessage,
  lintChart,
  renderLintMessage,
} from '@gotk/helm';
import { LocatedError, renderLocation } from '@gotk/located-error';
import type { CommandContext } from '../../../cli/command.js';
import { asHelm } from '../as-helm.js';
import { schemaFetcher } from '../fetch-schema.js';
import { consoleLog } from '../helm-console.js';
import { helmNamespace } from '../helm-namespace.js';
import { helmSettings } from '../helm-settings.js';
import { kubeVersionFlag } from '../kube-version-flag.js';
import { decompress } from '../open-chart.js';
import { readValues } from '../read-values.js';
import { requireOperands } from '../require-operands.js';
import { templateEnvironment } from '../template-environment.js';
import { findSubcharts } from './find-subcharts.js';
import { type LintTarget, openLintTarget } from './open-lint-target.js';

/** Looks for mistakes in charts. */
export const runLint = asHelm(async (context) => {
  const { flags, io } = context;
  const settings = helmSettings(context);
  const { helmVersion } = settings;
  if (helmVersion === '4.2') requireOperands(context, { least: 1 });
  const named = context.args.length === 0 ? ['.'] : context.args;
  const kubeVersion = kubeVersionFlag(flags);
  const paths = flags.flag('with-subcharts')
    ? [...named, ...named.flatMap((path) => findSubcharts(path, io.cwd))]
    : named;
  const linting = {
    helmVersion,
    kubeVersion,
    values: await readValues(context, settings),
    log: consoleLog(io, settings),
  };
  const results: ChartResult[] = [];
  for (const path of paths) results.push(await lintOne(context, path, linting));
  report(context, results);
});

interface Linting {
  readonly helmVersion: HelmVersion;
  readonly kubeVersion: KubeVersion | undefined;
  readonly values: GoMap;
  readonly log: HelmLog;
}

interface ChartResult {
  readonly path: string;
  readonly messages: readonly LintMessage[];
  /** Why the chart could not be looked at. */
  readonly problem: string | undefined;
}

async function lintOne(context: CommandContext, path: string, linting: Linting): Promise<ChartResult> {
  const target = openTarget(path, context.io.cwd);
  if (typeof target === 'string') return { path, messages: [], problem: target };
  const messages = await lintChart({
    ...target,
    ...linting,
    namespace: helmNamespace(context),
    skipSchemaValidation: context.flags.flag('skip-schema-validation'),
    environment: templateEnvironment(context.io.nowMs),
    fetchSchema: schemaFetcher(context.signal),
    gunzip: decompress,
  });
  tellPlaces(context, path, messages);
  return { path, messages, problem: undefined };
}

/** @returns a text where the chart cannot be opened. */
function openTarget(path: string, cwd: string): LintTarget | string {
  try {
    return openLintTarget(path, cwd);
  } catch (error) {
    if (error instanceof LocatedError || error instanceof Error) return error.message;
    throw error;
  }
}

/** Where in which file: Helm does not say it, so it goes to stderr. */
function tellPlaces({ io }: CommandContext, path: string, messages: readonly LintMessage[]): void {
  for (const { severity, at, hint, text } of messages) {
    if (at?.line === undefined) continue;
    const file = join(path, at.file.replace(/^[^/]+\/(?=templates\/|charts\/)/, ''));
    const first = text.replaceAll('\n\t', ' ').split('\n', 1)[0] ?? '';
    io.stderr(`${renderLocation({ ...at, file })}: [${severity}] ${hint ?? first}\n`);
  }
}

function report({ flags, io }: CommandContext, results: readonly ChartResult[]): void {
  const quiet = flags.flag('quiet');
  const strict = flags.flag('strict');
  const failed = results.filter((result) => isFailed(result, strict));
  const remarkable = results.filter((result) => result.problem !== undefined || hasWarnings(result.messages));
  for (const result of results) {
    if (!quiet || remarkable.includes(result)) io.stdout(resultText(result, quiet));
  }
  const summary = `${results.length} chart(s) linted, ${failed.length} chart(s) failed`;
  if (failed.length > 0) throw new Error(summary);
  if (!quiet || remarkable.length > 0) io.stdout(`${summary}\n`);
}

function isFailed({ messages, problem }: ChartResult, strict: boolean): boolean {
  if (problem !== undefined) return true;
  return messages.some(({ severity }) => severity === 'ERROR' || (strict && severity === 'WARNING'));
}

function hasWarnings(messages: readonly LintMessage[]): boolean {
  return messages.some(({ severity }) => severity !== 'INFO');
}

function resultText({ path, messages, problem }: ChartResult, quiet: boolean): string {
  const shown = messages.filter(({ severity }) => !quiet || severity !== 'INFO').map(renderLintMessage);
  const lines = problem === undefined ? shown : [`Error ${problem}`];
  return `==> Linting ${path}\n${lines.map((line) => `${line}\n`).join('')}\n`;
}
