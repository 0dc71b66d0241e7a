import { LocatedError } from '@gotk/located-error';
import { DEFAULT_SECTION, type IniKey, type IniSection } from './ini-file.js';
import { trimSpace, trimSpaceStart } from './white-space.js';

const DELIMITER = /[=:]/;
const COMMENT = /[#;]/;

/**
 * Reads an INI file as the Go package ini does: values may be quoted, go on behind a backslash, and end at a `#` or `;`.
 * @throws LocatedError `ini-syntax`. Messages do not show lines, which may hold secrets.
 */
export function parseIni(text: string): readonly IniSection[] {
  return new IniReader(text.startsWith('\ufeff') ? text.slice(1) : text).read();
}

interface OpenSection {
  readonly name: string;
  readonly comment: string;
  readonly keys: Map<string, IniKey>;
}

class IniReader {
  #position = 0;
  #atEnd = false;
  #comment = '';
  #count = 1;
  readonly #sections: OpenSection[] = [{ name: DEFAULT_SECTION, comment: '', keys: new Map() }];

  constructor(readonly text: string) {}

  read(): readonly IniSection[] {
    while (!this.#atEnd) this.#readLine(trimSpaceStart(this.#nextLine()));
    return this.#sections.map(({ name, comment, keys }) => ({ name, comment, keys: [...keys.values()] }));
  }

  /** The next line with its end; the last one may have none. */
  #nextLine(): string {
    const newline = this.text.indexOf('\n', this.#position);
    const end = newline < 0 ? this.text.length : newline + 1;
    const line = this.text.slice(this.#position, end);
    this.#position = end;
    this.#atEnd = newline < 0;
    return line;
  }

  #readLine(line: string): void {
    if (line === '') return;
    if (COMMENT.test(line.charAt(0))) this.#comment += line;
    else if (line.startsWith('[')) this.#startSection(line);
    else this.#readKey(line);
  }

  #startSection(line: string): void {
    const close = line.lastIndexOf(']');
    if (close < 0) throw iniError(`unclosed section: ${line}`);
    const name = line.slice(1, close);
    if (name === '') throw iniError('empty section name');
    this.#comment += commentIn(line.slice(close + 1));
    this.#sections.push({ name, comment: this.#takeComment(), keys: new Map() });
    this.#count = 1;
  }

  #takeComment(): string {
    const comment = trimSpace(this.#comment);
    this.#comment = '';
    return comment;
  }

  #readKey(line: string): void {
    const { name: written, rest } = splitKey(line);
    // A dash stands for the next number.
    const name = written === '-' ? `#${this.#count++}` : written;
    const value = this.#readValue(rest);
    if (name === '') throw iniError('error creating new key: empty key name');
    const section = this.#sections.at(-1);
    section?.keys.set(name, { name, value, comment: this.#takeComment() });
  }

  #readValue(rest: string): string {
    const line = trimSpaceStart(rest);
    if (line === '') return '';
    const quote = valueQuote(line);
    if (quote !== '') return this.#readQuoted(line.slice(quote.length), quote);
    const trimmed = trimSpace(line);
    if (trimmed.endsWith('\\')) return this.#readContinued(trimmed.slice(0, -1));
    return unquote(this.#cutComment(trimmed));
  }

  #cutComment(line: string): string {
    const start = line.search(COMMENT);
    if (start < 0) return line;
    this.#comment += line.slice(start);
    return trimSpace(line.slice(0, start));
  }

  #readQuoted(first: string, quote: string): string {
    const end = first.lastIndexOf(quote);
    if (end >= 0) return first.slice(0, end);
    let value = first;
    for (;;) {
      const next = this.#nextLine();
      const close = next.lastIndexOf(quote);
      // A backslash behind the quote makes the value go on.
      if (close >= 0 && !trimSpace(next.slice(close + quote.length)).endsWith('\\')) {
        this.#comment += trimSpace(commentIn(next.slice(close)));
        return value + next.slice(0, close);
      }
      value += next;
      if (this.#atEnd) throw iniError('missing closing key quote from "<redacted>" to "<redacted>"');
    }
  }

  #readContinued(first: string): string {
    let value = first;
    while (!this.#atEnd) {
      const next = trimSpace(this.#nextLine());
      if (next === '') break;
      value += next;
      if (!value.endsWith('\\')) break;
      value = value.slice(0, -1);
    }
    return value;
  }
}

function splitKey(line: string): { readonly name: string; readonly rest: string } {
  const quote = keyQuote(line);
  if (quote === '') return splitPlainKey(line);
  const start = quote.length;
  const close = line.indexOf(quote, start);
  if (close < 0) throw iniError('missing closing key quote: <redacted>');
  const delimiter = line.slice(close + start).search(DELIMITER);
  if (delimiter < 0) throw noDelimiter();
  return { name: trimSpace(line.slice(start, close)), rest: line.slice(close + delimiter + start + 1) };
}

function splitPlainKey(line: string): { readonly name: string; readonly rest: string } {
  const delimiter = line.search(DELIMITER);
  if (delimiter < 0) throw noDelimiter();
  if (delimiter === 0) throw iniError('empty key name: <redacted>');
  return { name: trimSpace(line.slice(0, delimiter)), rest: line.slice(delimiter + 1) };
}

function keyQuote(line: string): string {
  if (line.startsWith('`')) return '`';
  if (!line.startsWith('"')) return '';
  return line.startsWith('"""') && line.length > 6 ? '"""' : '"';
}

function valueQuote(line: string): string {
  if (line.startsWith('`')) return '`';
  return line.startsWith('"""') && line.length > 3 ? '"""' : '';
}

/** Takes away quotes that stand around the whole value and nowhere in it. */
function unquote(line: string): string {
  const quote = line.charAt(0);
  const surrounds = (quote === '"' || quote === "'") && line.length >= 2 && line.indexOf(quote, 1) === line.length - 1;
  return surrounds ? line.slice(1, -1) : line;
}

function commentIn(text: string): string {
  const start = text.search(COMMENT);
  return start < 0 ? '' : text.slice(start);
}

function noDelimiter(): LocatedError {
  return iniError('key-value delimiter not found: <redacted>');
}

function iniError(message: string): LocatedError {
  return new LocatedError({ code: 'ini-syntax', message: `Could not unmarshal input data: ${message}` });
}
