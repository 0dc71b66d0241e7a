import { type IncludeStep, LimitError, type TemplateExecError, type TemplateParseError } from '@gotk/go-template';
import { LocatedError, type SourceLocation } from '@gotk/located-error';
import type { HelmVersion } from '../helm-version.js';
import { WARNING_END, WARNING_START } from './helm-functions.js';

/** A chart that cannot be rendered, with Helm's text. */
export class ChartRenderError extends LocatedError {
  /** The way from the template that was rendered down to the place, through every include. */
  readonly chain: readonly IncludeStep[];
  /** What was rendered, by path, where that is not the YAML that it should be. */
  readonly rendered: ReadonlyMap<string, string> | undefined;

  constructor(
    message: string,
    cause: LocatedError,
    {
      at = cause.at,
      chain = [],
      rendered,
    }: {
      readonly at?: SourceLocation | undefined;
      readonly chain?: readonly IncludeStep[];
      readonly rendered?: ReadonlyMap<string, string>;
    } = {},
  ) {
    super({ code: cause.code, message, at: withinChart(at), hint: cause.hint, cause });
    this.name = 'ChartRenderError';
    this.rendered = rendered;
    this.chain = chain.map((step) => ({ ...step, ...withinChart(step) }));
  }
}

/** Messages name a template with its chart; a person looks for it in the folder of the chart. */
function withinChart<T extends SourceLocation | undefined>(at: T): T {
  return at === undefined ? at : { ...at, file: at.file.slice(at.file.indexOf('/') + 1) };
}

/** How Helm reports a template that does not parse: the last part of Go's text. */
export function parseFailure(error: TemplateParseError): ChartRenderError {
  const parts = error.message.split(': ');
  return new ChartRenderError(`parse error at (${parts[1]}): ${parts.at(-1)}`, error);
}

/** How Helm reports an error of the execution. */
export function executionFailure(error: TemplateExecError, helmVersion: HelmVersion): ChartRenderError {
  return new ChartRenderError(executionMessage(error, helmVersion), error, { chain: error.chain });
}

function executionMessage(error: TemplateExecError, helmVersion: HelmVersion): string {
  const { message } = error;
  // "template: PLACE: …"
  const [, location = '', ...rest] = message.split(': ');
  const warning = warningIn(rest.join(': '));
  if (warning !== undefined) return `execution error at (${location}): ${warning}`;
  return helmVersion === '4.2' ? (traceOf(error) ?? message) : message;
}

/** What `required` or `fail` said, up to the last mark. */
function warningIn(text: string): string | undefined {
  const start = text.indexOf(WARNING_START);
  const end = text.lastIndexOf(WARNING_END);
  return start === -1 || end < start + WARNING_START.length ? undefined : text.slice(start + WARNING_START.length, end);
}

/** One paragraph for each template on the way, or `undefined` when the innermost error is none of the template engine's. */
function traceOf(error: TemplateExecError): string | undefined {
  const steps: string[] = [];
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    const step = stepOf(current.message);
    if (step === undefined || current instanceof LimitError) return undefined;
    if (steps.at(-1) !== step) steps.push(step);
  }
  return steps.join('').trim();
}

function stepOf(message: string): string | undefined {
  const start = 'template: ';
  if (!message.startsWith(start)) return undefined;
  const rest = message.slice(start.length);
  if (rest.startsWith('no template ')) return `${message}\n`;
  return executingStep(rest) ?? simpleStep(rest);
}

function executingStep(text: string): string | undefined {
  const [location, after] = cut(text, ': executing ');
  const name = after === undefined ? undefined : /^"([^"]*)" at </s.exec(after);
  if (after === undefined || name === undefined || name === null) return undefined;
  const [node, problem] = cut(after.slice(name[0].length), '>: ');
  if (problem === undefined) return undefined;
  return paragraph([location, `executing "${name[1]}" at <${node}>:`], withoutNextStep(problem));
}

function simpleStep(text: string): string | undefined {
  const separator = text.lastIndexOf(': ');
  if (separator === -1) return undefined;
  return paragraph([text.slice(0, separator)], withoutNextStep(text.slice(separator + 2)));
}

/** Every line stands further in than the one before. */
function paragraph(places: readonly string[], problem: string): string {
  const lines = places.map((place, index) => (place === '' ? '' : `${place}\n${'  '.repeat(index + 1)}`));
  return lines.join('') + (problem === '' ? '' : `${problem}\n`);
}

function withoutNextStep(problem: string): string {
  return cut(problem, ' template:')[0];
}

function cut(text: string, separator: string): [string, string | undefined] {
  const index = text.indexOf(separator);
  return index === -1 ? [text, undefined] : [text.slice(0, index), text.slice(index + separator.length)];
}
