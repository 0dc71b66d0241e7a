import {
  executeTemplate,
  type GoMap,
  goMap,
  Run,
  type RunLimits,
  type TemplateEnvironment,
  TemplateExecError,
  TemplateParseError,
  TemplateSet,
} from '@gotk/go-template';
import type { Chart } from '../chart/chart.js';
import type { HelmVersion } from '../helm-version.js';
import type { KnownTemplates } from '../kept/known-templates.js';
import { type HelmLog, silentLog } from '../log/helm-log.js';
import { valuesType } from '../values/values-type.js';
import { baseName, collectTemplates, type TemplateFile } from './collect-templates.js';
import { HELM_STATE, type HelmRunState, helmTableOf, type LookupFunction } from './helm-functions.js';
import { executionFailure, parseFailure } from './render-error.js';
import { parseTemplateFile } from './template-file.js';

export interface RenderTemplatesOptions {
  readonly environment: TemplateEnvironment;
  readonly helmVersion?: HelmVersion | undefined;
  /** Missing keys are errors. @default false */
  readonly strict?: boolean | undefined;
  /** `required` and `fail` do not fail. @default false */
  readonly lintMode?: boolean | undefined;
  /** Answers `lookup`. Default: nothing is found. */
  readonly lookup?: LookupFunction | undefined;
  readonly limits?: RunLimits | undefined;
  readonly log?: HelmLog | undefined;
  readonly knownTemplates?: KnownTemplates | undefined;
  /** Lets go of what a file was compiled to as soon as it is rendered. @default false */
  readonly once?: boolean | undefined;
}

/**
 * Renders every template file of a chart that is no partial, by its full name.
 *
 * @param top Release, Capabilities and Values, as `composeRenderValues` gives them.
 * @throws ChartRenderError with Helm's text
 */
export function renderTemplates(chart: Chart, top: GoMap, options: RenderTemplatesOptions): Map<string, string> {
  const { helmVersion = '4.2' } = options;
  const files = collectTemplates(chart, top, helmVersion);
  const templates = parseAll(files, helmVersion, options.knownTemplates);
  const run = startRun(options);
  const rendered = new Map<string, string>();
  for (const file of files) {
    if (baseName(file.name).startsWith('_')) continue;
    rendered.set(file.name, render(file, { templates, run, helmVersion }));
    if (options.once === true) templates.forget(file.name);
  }
  return rendered;
}

function parseAll(
  files: readonly TemplateFile[],
  helmVersion: HelmVersion,
  remembered: KnownTemplates | undefined,
): TemplateSet {
  const templates = new TemplateSet('gotpl', helmTableOf(helmVersion));
  for (const { name, file } of files) {
    try {
      templates.add(parseTemplateFile(name, file, { helmVersion, remembered }));
    } catch (error) {
      throw parseProblem(name, error);
    }
  }
  return templates;
}

function parseProblem(name: string, error: unknown): unknown {
  if (error instanceof TemplateParseError) return parseFailure(error);
  if (!(error instanceof RangeError)) return error;
  // Go's stack grows; here it has an end.
  const tooDeep = { line: 1, message: 'blocks are nested too deep' };
  return parseFailure(new TemplateParseError({ parseName: name, text: '' }, tooDeep));
}

function startRun({ environment, strict, lintMode, lookup, limits, log }: RenderTemplatesOptions): Run {
  const run = new Run({ environment, limits, missingKey: strict === true ? 'error' : 'zero' });
  const state: HelmRunState = {
    lintMode: lintMode ?? false,
    log: log ?? silentLog,
    lookup: lookup ?? (() => ({})),
    includes: new Map(),
  };
  run.state.set(HELM_STATE, state);
  return run;
}

interface RenderContext {
  readonly templates: TemplateSet;
  readonly run: Run;
  readonly helmVersion: HelmVersion;
}

function render({ name, data, basePath }: TemplateFile, { templates, run, helmVersion }: RenderContext): string {
  const template: [string, string][] = [
    ['BasePath', basePath],
    ['Name', name],
  ];
  data.set('Template', goMap(template, valuesType(helmVersion)));
  try {
    const output = executeTemplate(templates, { name, data, run });
    return run.mayHoldNoValue ? output.replaceAll('<no value>', '') : output;
  } catch (error) {
    throw error instanceof TemplateExecError ? executionFailure(error, helmVersion) : error;
  }
}
