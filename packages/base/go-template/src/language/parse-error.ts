import { LocatedError } from '@gotk/located-error';
import type { SourceText } from './nodes.js';

/** A template that does not parse, with Go's text. */
export class TemplateParseError extends LocatedError {
  constructor(source: SourceText, { line, message }: { readonly line: number; readonly message: string }) {
    super({
      code: 'template-parse',
      message: `template: ${source.parseName}:${line}: ${message}`,
      at: { file: source.parseName, line },
      hint: hintFor(message),
    });
    this.name = 'TemplateParseError';
  }
}

function hintFor(message: string): string | undefined {
  if (message === 'unexpected EOF') return 'Close every if, range, with, define and block with {{ end }}.';
  if (message.startsWith('undefined variable')) return 'Declare the variable with := in this block or around it.';
  if (message.startsWith('function '))
    return 'Check the spelling of the function; a value of the chart needs a leading dot.';
  return undefined;
}
