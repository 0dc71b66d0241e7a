import { LocatedError } from '@gotk/located-error';
import { LimitError } from '../functions/go-error.js';
import { quoteText } from '../text/quote.js';
import type { GoValue } from '../value/go-value.js';
import { TemplateExecError } from './exec-error.js';
import { Frame } from './frame.js';
import type { Run } from './run.js';
import type { TemplateSet } from './template-set.js';

/** What Go allows; the JavaScript stack ends earlier, but the message is the same. */
const MAX_TEMPLATE_DEPTH = 100_000;

/**
 * Executes a template of the set and gives its output. Bytes that are no UTF-8 stand as lone surrogates; see `textToBytes`.
 *
 * @param run counts the limits; give the same one to every template of a rendering, or leave it out for a fresh one.
 * @throws TemplateExecError with Go's text, also when a limit is exceeded (code `template-limit`).
 */
export function executeTemplate(
  templates: TemplateSet,
  { name, data, run }: { readonly name: string; readonly data: GoValue; readonly run: Run },
): string {
  const template = templates.lookup(name);
  if (template === undefined) {
    const message = `template: no template ${quoteText(name)} associated with template ${quoteText(templates.name)}`;
    throw new LocatedError({ code: 'template-missing', message });
  }
  const frame = new Frame({ run, templates }, template, data);
  run.output = '';
  run.mayHoldNoValue = false;
  run.frame = frame;
  try {
    template.execute(frame, data);
    return run.output;
  } catch (error) {
    throw explain(error, run.frame);
  } finally {
    run.output = '';
    run.frame = undefined;
  }
}

/** Limits and the end of the stack are reported where the execution was. */
function explain(error: unknown, frame: Frame): unknown {
  if (error instanceof LimitError) return new TemplateExecError(frame, error.message, error);
  if (error instanceof RangeError && error.message.includes('string length')) {
    return new TemplateExecError(frame, 'a text exceeds what this machine can hold', new LimitError(error.message));
  }
  if (error instanceof RangeError) {
    return new TemplateExecError(frame, `exceeded maximum template depth (${MAX_TEMPLATE_DEPTH})`);
  }
  return error;
}
