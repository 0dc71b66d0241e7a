import { LocatedError } from '@gotk/located-error';
import type { ByteString } from '../bytes/byte-string.js';
import { type Accept, type ScanMode, Scanner } from './scanner.js';

/** A part of a template: literal text, or a variable with an operator and its arguments. */
export type TemplateNode =
  | { readonly kind: 'text'; readonly text: ByteString }
  | {
      readonly kind: 'variable';
      readonly name: ByteString;
      /** `:-`, `//`, `^^` …; empty for a plain variable. */
      readonly operator: ByteString;
      readonly parameters: readonly TemplateNode[];
      /** Byte offset of the character after `${`. */
      readonly offset: number;
    };

const MAX_DEPTH = 100;

const anything: Accept = () => true;
const notClosing: Accept = (char) => char !== '}';
const identifier: Accept = (char) => /^[\p{L}\p{Nd}_]$/u.test(char);
const only =
  (wanted: string, count: number): Accept =>
  (char, index) =>
    char === wanted && index <= count;

/**
 * Parses a template by the grammar of Flux's envsubst.
 *
 * @throws LocatedError `envsubst-syntax` with its text, e.g. `missing closing brace`.
 */
export function parseTemplate(bytes: ByteString): readonly TemplateNode[] {
  const parser: Parser = { scanner: new Scanner(bytes), escapes: 'dollar', depth: 0 };
  const nodes: TemplateNode[] = [];
  for (;;) {
    parser.escapes = 'dollar';
    switch (scan(parser, { accept: anything, text: true, open: true, escapes: 'dollar' })) {
      case 'text':
        nodes.push({ kind: 'text', text: parser.scanner.token });
        break;
      case 'open':
        nodes.push(parseVariable(parser));
        break;
      case 'end':
        return nodes;
      default:
        throw syntaxError(parser, 'bad substitution');
    }
  }
}

interface Parser {
  readonly scanner: Scanner;
  escapes: 'dollar' | 'all';
  depth: number;
}

function scan({ scanner }: Parser, mode: ScanMode): ReturnType<Scanner['scan']> {
  return scanner.scan(mode);
}

function syntaxError({ scanner }: Parser, message: string): LocatedError {
  const line = scanner.bytes.slice(0, scanner.offset).split('\n').length;
  return new LocatedError({
    code: 'envsubst-syntax',
    message,
    hint: `Check the expression around line ${line}; write $\${…} for a literal $\{…}.`,
  });
}

function parseVariable(parser: Parser): TemplateNode {
  parser.depth++;
  if (parser.depth > MAX_DEPTH) throw syntaxError(parser, `substitutions are nested deeper than ${MAX_DEPTH} levels`);
  // Inside of braces a backslash escapes, too.
  parser.escapes = 'all';
  const node = parser.scanner.peek() === '#' ? parseLength(parser) : parseNamed(parser);
  parser.depth--;
  return node;
}

function parseNamed(parser: Parser): TemplateNode {
  const offset = parser.scanner.offset;
  if (scan(parser, { accept: identifier, text: true }) !== 'text')
    throw syntaxError(parser, 'unable to parse variable name');
  const start = { name: parser.scanner.token, offset };
  switch (parser.scanner.peek()) {
    case ':':
      return parseColon(parser, start);
    case '=':
      return parseDefault(parser, start, only('=', 1));
    case ',':
    case '^':
      return parseCasing(parser, start);
    case '/':
      return parseReplace(parser, start);
    case '#':
      return parseTrim(parser, start, only('#', 2));
    case '%':
      return parseTrim(parser, start, only('%', 2));
    default:
      if (scan(parser, { accept: identifier, close: true }) !== 'close')
        throw syntaxError(parser, 'missing closing brace');
      return { kind: 'variable', ...start, operator: '', parameters: [] };
  }
}

interface Start {
  readonly name: ByteString;
  readonly offset: number;
}

function variable(start: Start, operator: ByteString, parameters: readonly TemplateNode[]): TemplateNode {
  return { kind: 'variable', ...start, operator, parameters };
}

function parseLength(parser: Parser): TemplateNode {
  const offset = parser.scanner.offset;
  const operator = scanOperator(parser, only('#', 1), 'bad substitution');
  const name = scanOperator(parser, identifier, 'bad substitution');
  closeBrace(parser);
  return variable({ name, offset }, operator, []);
}

function scanOperator(parser: Parser, accept: Accept, problem: string): ByteString {
  if (scan(parser, { accept, text: true }) !== 'text') throw syntaxError(parser, problem);
  return parser.scanner.token;
}

function closeBrace(parser: Parser): void {
  if (scan(parser, { accept: anything, close: true }) !== 'close') throw syntaxError(parser, 'bad substitution');
}

function parseParameter(parser: Parser, accept: Accept, escapes: 'none' | 'all' = 'none'): TemplateNode {
  switch (scan(parser, { accept, text: true, open: true, escapes: escapes === 'all' ? parser.escapes : 'none' })) {
    case 'open':
      return parseVariable(parser);
    case 'text':
      return { kind: 'text', text: parser.scanner.token };
    default:
      throw syntaxError(parser, 'unable to parse substitution within function');
  }
}

/** `${name:-word}` and its like, or `${name:offset:length}`. */
function parseColon(parser: Parser, start: Start): TemplateNode {
  const { scanner } = parser;
  scanner.read();
  const next = scanner.peek();
  // Reading back over the colon, which is one byte wide, as the one that peek looked at may not be.
  rewindColon(scanner, next);
  if (next !== '' && '=-?+'.includes(next))
    return parseDefault(parser, start, (char, index) =>
      index === 1 ? char === ':' : index === 2 && '=-?+'.includes(char),
    );
  return parseSubstring(parser, start);
}

function rewindColon(scanner: Scanner, next: string): void {
  // The width kept by the scanner is that of `next`; at the end it is none, and the colon counts as read.
  if (next !== '') scanner.unread();
}

function parseSubstring(parser: Parser, start: Start): TemplateNode {
  const operator = scanOperator(parser, only(':', 1), 'bad substitution');
  const parameters = [parseParameter(parser, (char) => char !== ':' && char !== '}')];
  switch (scan(parser, { accept: (char) => char === ':', text: true, close: true })) {
    case 'close':
      return variable(start, operator, parameters);
    case 'text':
      break;
    default:
      throw syntaxError(parser, 'bad substitution');
  }
  parameters.push(parseParameter(parser, notClosing));
  closeBrace(parser);
  return variable(start, operator, parameters);
}

function parseDefault(parser: Parser, start: Start, accept: Accept): TemplateNode {
  const operator = scanOperator(parser, accept, 'unable to parse default function');
  const parameters: TemplateNode[] = [];
  while (parser.scanner.peek() !== '}') parameters.push(parseParameter(parser, notClosing));
  closeBrace(parser);
  return variable(start, operator, parameters);
}

function parseCasing(parser: Parser, start: Start): TemplateNode {
  const operator = scanOperator(
    parser,
    (char, index) => (char === ',' || char === '^') && index < 3,
    'bad substitution',
  );
  closeBrace(parser);
  return variable(start, operator, []);
}

function parseTrim(parser: Parser, start: Start, accept: Accept): TemplateNode {
  const operator = scanOperator(parser, accept, 'bad substitution');
  const parameters = [parseParameter(parser, notClosing)];
  closeBrace(parser);
  return variable(start, operator, parameters);
}

function parseReplace(parser: Parser, start: Start): TemplateNode {
  const accept: Accept = (char, index) => (index === 1 ? char === '/' : index === 2 && '/#%'.includes(char));
  const operator = scanOperator(parser, accept, 'bad substitution');
  const parameters = [parseParameter(parser, (char) => char !== '/', 'all')];
  if (scan(parser, { accept: (char) => char === '/', text: true }) !== 'text')
    throw syntaxError(parser, 'bad substitution');
  if (parser.scanner.peek() !== '}') parameters.push(parseParameter(parser, notClosing, 'all'));
  closeBrace(parser);
  return variable(start, operator, parameters);
}
