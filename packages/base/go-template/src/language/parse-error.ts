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

/** Advice by the beginning of the message. */
const ADVICE: readonly (readonly [beginning: string, hint: string])[] = [
  ['unexpected EOF', 'Close every if, range, with, define and block with {{ end }}.'],
  ['undefined variable', 'Declare the variable with := in this block or around it.'],
  ['function ', 'Check the spelling of the function; a value of the chart needs a leading dot.'],
  ['unexpected {{end}}', 'Open an if, range, with, define or block before it, or take it away.'],
  ['unexpected {{else}}', 'Write else only between if, range or with and their end.'],
  ['unexpected "}"', 'Close the action with two braces: }}.'],
  ['unclosed action', 'Close the action with }} behind its last argument.'],
  ['unclosed left paren', 'Close every parenthesis within the action.'],
  ['unexpected right paren', 'Open a parenthesis before it, or take it away.'],
  ["bad character U+002D '-'", 'A name with a dash needs index: {{ index .Values "my-key" }}.'],
  ["'", 'Write texts in double quotes or in backquotes.'],
  ['malformed character constant', 'Write texts in double quotes or in backquotes.'],
  ['unterminated', 'Close the text with the quote that it began with.'],
  ['unexpected "/"', 'A comment begins right behind the braces: {{/* … */}}.'],
  ['comment ends before', 'A comment ends right before the braces: {{/* … */}}.'],
  ['missing value for', 'Write what to look at behind it, such as {{ if .Values.x }}.'],
  ['multiple definition of template', 'Give each template of a file a name of its own.'],
];

function hintFor(message: string): string | undefined {
  return ADVICE.find(([beginning]) => message.startsWith(beginning))?.[1];
}
