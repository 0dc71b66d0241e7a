import { GoError, type GoMap, type GoValue, LimitError, quoteText } from '@gotk/go-template';
import { isBlank, isBreak, TomlCursor, TomlProblem } from './toml-cursor.js';
import { TomlDocument } from './toml-document.js';
import { floatOf, quoteCharacter, readNumberOrTime, readSigned } from './toml-scalar.js';
import { readLongText, readText } from './toml-text.js';

const MAX_DEPTH = 500;

/** A TOML document as a map: integers are int64, times `time.Time`. @throws GoError with Go's text */
export function decodeToml(text: string): GoMap {
  const cursor = new TomlCursor(text.replace(/^\ufeff/, ''));
  const document = new TomlDocument();
  if (text.slice(0, 6).includes('\0')) {
    throw new GoError('toml: line 1: files cannot contain NULL bytes; probably using UTF-16; TOML files must be UTF-8');
  }
  try {
    new TomlReader(cursor, document).readAll();
    return document.root;
  } catch (error) {
    if (!(error instanceof TomlProblem)) throw error;
    const lastKey = document.lastKey();
    const after = lastKey === '' ? '' : ` (last key ${quoteText(lastKey)})`;
    throw new GoError(`toml: line ${error.line}${after}: ${error.message}`);
  }
}

class TomlReader {
  private readonly cursor: TomlCursor;
  private readonly document: TomlDocument;
  private depth = 0;

  constructor(cursor: TomlCursor, document: TomlDocument) {
    this.cursor = cursor;
    this.document = document;
  }

  readAll(): void {
    const { cursor } = this;
    for (;;) {
      this.skipBlankLines();
      const character = cursor.peek();
      if (character === '') return;
      if (character === '[') this.readHeader();
      else this.readPair();
      this.endLine();
    }
  }

  /** Blanks, line breaks and comments. */
  private skipBlankLines(): void {
    const { cursor } = this;
    for (;;) {
      cursor.takeWhile((character) => isBlank(character) || isBreak(character));
      if (!cursor.accept('#')) return;
      cursor.takeWhile((character) => !isBreak(character));
    }
  }

  private endLine(): void {
    const { cursor } = this;
    cursor.skipBlanks();
    const character = cursor.peek();
    if (character === '' || character === '#' || isBreak(character)) return;
    cursor.next();
    cursor.fail(
      `expected a top-level item to end with a newline, comment, or EOF, but got ${quoteCharacter(character)} instead`,
    );
  }

  private readHeader(): void {
    const { cursor, document } = this;
    cursor.next();
    const inArray = cursor.accept('[');
    const key = this.readHeaderKey();
    if (inArray) {
      const character = cursor.next();
      if (character !== ']') {
        cursor.fail(`expected end of table array name delimiter ']', but got ${quoteCharacter(character)} instead`);
      }
    }
    document.enter(key, inArray);
  }

  private readHeaderKey(): string[] {
    const { cursor } = this;
    const key: string[] = [];
    for (;;) {
      cursor.skipBlanks();
      const first = cursor.peek();
      if (first === ']' || first === '') cursor.fail('unexpected end of table name (table names cannot be empty)');
      if (first === '.') cursor.fail('unexpected table separator (table names cannot be empty)');
      key.push(this.readKeyPart(first));
      if (key.length === 1) this.document.keyLine = cursor.line;
      cursor.skipBlanks();
      const character = cursor.next();
      if (character === ']') return key;
      if (character !== '.') {
        cursor.fail(`expected '.' or ']' to end table name, but got ${quoteCharacter(character)} instead`);
      }
    }
  }

  private readKeyPart(first: string): string {
    const { cursor } = this;
    if (first !== '"' && first !== "'") return cursor.takeWhile((character) => /^[A-Za-z0-9_-]$/.test(character));
    cursor.next();
    return readText(cursor, first);
  }

  /** Reads `key = value` into the current table. */
  private readPair(isInline = false): void {
    const { document } = this;
    const outer = document.context;
    const key = this.readKey();
    document.currentKey = key.at(-1) ?? '';
    for (const part of key.slice(0, -1)) document.enterImplicit([...document.context, part]);
    const name = document.currentKey;
    document.define(name, this.readValue(false));
    document.context = outer;
    // Within an inline table messages go on naming the key, as in Go.
    if (!isInline) document.currentKey = '';
  }

  private readKey(): string[] {
    const { cursor } = this;
    const key: string[] = [];
    cursor.skipBlanks();
    if (cursor.peek() === '=' || cursor.peek() === '') cursor.fail("unexpected '=': key name appears blank");
    if (cursor.peek() === '.') cursor.fail("unexpected '.': keys cannot start with a '.'");
    for (;;) {
      cursor.skipBlanks();
      const first = cursor.peek();
      if (first === '=' || first === '') cursor.fail("unexpected '='");
      if (first === '.') cursor.fail("unexpected '.'");
      key.push(this.readKeyPart(first));
      if (key.length === 1) this.document.keyLine = cursor.line;
      if (this.endsKey()) return key;
    }
  }

  private endsKey(): boolean {
    const { cursor } = this;
    cursor.skipBlanks();
    const character = cursor.next();
    if (character === '=') return true;
    if (character === '.') return false;
    if (character === '') cursor.fail("unexpected EOF; expected key separator '='");
    const message = `expected '.' or '=', but got ${quoteCharacter(character)} instead`;
    return character === '\n' ? cursor.failBeforeBreak(message) : cursor.fail(message);
  }

  private readValue(inArray: boolean): GoValue {
    const { cursor } = this;
    cursor.skipBlanks();
    const first = cursor.peek();
    if (first >= '0' && first <= '9') return readNumberOrTime(cursor);
    switch (first) {
      case '[':
        return this.nested(() => this.readArray());
      case '{':
        return this.nested(() => this.readInlineTable(inArray));
      case '"':
      case "'":
        return this.readTextValue(first);
      case '+':
      case '-':
        return readSigned(cursor);
      case '.':
        cursor.next();
        return cursor.fail("floats must start with a digit, not '.'");
      default:
        return this.readWord(first);
    }
  }

  private nested<T>(read: () => T): T {
    if (++this.depth > MAX_DEPTH) throw new LimitError(`toml: nested more than ${MAX_DEPTH} deep`);
    const value = read();
    this.depth--;
    return value;
  }

  private readTextValue(quote: string): string {
    const { cursor } = this;
    const isLong = cursor.text.startsWith(quote.repeat(3), cursor.position);
    for (let count = isLong ? 3 : 1; count > 0; count--) cursor.next();
    return isLong ? readLongText(cursor, quote) : readText(cursor, quote);
  }

  private readWord(first: string): GoValue {
    const { cursor } = this;
    const special = /^(?:inf|nan)/.exec(cursor.text.slice(cursor.position, cursor.position + 3))?.[0];
    if (special !== undefined) {
      for (let count = special.length; count > 0; count--) cursor.next();
      return floatOf(cursor, special);
    }
    if (/^\p{L}$/u.test(first)) {
      const word = cursor.takeWhile((character) => /^\p{L}$/u.test(character));
      if (word === 'true' || word === 'false') return word === 'true';
      return cursor.fail(`expected value but found ${quoteText(word)} instead`);
    }
    cursor.next();
    if (first === '') cursor.fail('unexpected EOF; expected value');
    const message = `expected value but found ${quoteCharacter(first)} instead`;
    return first === '\n' ? cursor.failBeforeBreak(message) : cursor.fail(message);
  }

  private readArray(): GoValue {
    const { cursor, document } = this;
    document.markAsArray(document.currentKey);
    cursor.next();
    const items: GoValue[] = [];
    for (;;) {
      this.skipBlankLines();
      if (cursor.accept(']')) return items;
      if (cursor.accept(',')) cursor.fail('unexpected comma');
      items.push(this.readValue(true));
      this.skipBlankLines();
      if (cursor.accept(']')) return items;
      if (cursor.accept(',')) continue;
      const character = cursor.next();
      cursor.fail(`expected a comma (',') or array terminator (']'), but got ${shown(character)}`);
    }
  }

  private readInlineTable(inArray: boolean): GoValue {
    const { document, cursor } = this;
    const { context, currentKey } = document;
    const path = [...context, currentKey];
    document.currentKey = '';
    document.enterImplicit(path, inArray);
    cursor.next();
    this.skipBlankLines();
    if (cursor.accept(',')) cursor.fail('unexpected comma');
    if (!cursor.accept('}')) this.readInlinePairs();
    const table = document.table();
    document.context = context;
    document.currentKey = currentKey;
    return table;
  }

  private readInlinePairs(): void {
    const { cursor } = this;
    for (;;) {
      this.readPair(true);
      this.skipBlankLines();
      if (cursor.accept('}')) return;
      if (!cursor.accept(',')) {
        const found = shown(cursor.next());
        cursor.fail(`expected a comma or an inline table terminator '}', but got ${found} instead`);
      }
      cursor.skipBlanks();
      if (cursor.accept('}')) return;
      this.skipBlankLines();
      if (cursor.accept(',')) cursor.fail('unexpected comma');
      if (cursor.accept('}')) return;
    }
  }
}

function shown(character: string): string {
  return character === '' ? 'end of file' : `'${character}'`;
}
