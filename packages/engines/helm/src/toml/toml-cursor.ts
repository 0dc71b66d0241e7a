import { invalidByteOf } from '@gotk/go-template';

/** What is wrong with a TOML text, by line. */
export class TomlProblem extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** Reads a text character by character; the end is the empty string. */
export class TomlCursor {
  readonly text: string;
  position = 0;
  /** 1-based; behind a line break that was read it is the next one. */
  line = 1;
  private atEnd = false;

  constructor(text: string) {
    this.text = text;
  }

  /** Reads a character. @throws TomlProblem for what no TOML text may hold */
  next(): string {
    const character = this.peek();
    this.atEnd = character === '';
    if (character === '\n') this.line++;
    this.position += character.length;
    return character;
  }

  /** The next character, which stays unread. @throws TomlProblem */
  peek(): string {
    this.atEnd = false;
    const code = this.text.codePointAt(this.position);
    if (code === undefined) return '';
    const character = String.fromCodePoint(code);
    const invalid = invalidByteOf(character);
    if (invalid !== undefined) throw new TomlProblem(this.line, `invalid UTF-8 byte: 0x${hex(invalid)}`);
    const isControl = (code < 0x20 && !'\t\r\n'.includes(character)) || code === 0x7f;
    if (isControl || (character === '\r' && this.text.charAt(this.position + 1) !== '\n')) {
      throw new TomlProblem(this.line, `TOML files cannot contain control characters: '0x${hex(code)}'`);
    }
    return character;
  }

  /** Reads a character if it is this one. */
  accept(character: string): boolean {
    if (this.peek() !== character) return false;
    this.next();
    return true;
  }

  /** Reads characters as long as they are of a kind, and gives them. */
  takeWhile(isWanted: (character: string) => boolean): string {
    const start = this.position;
    for (let character = this.peek(); character !== '' && isWanted(character); character = this.peek()) this.next();
    return this.text.slice(start, this.position);
  }

  /** Spaces and tabs. */
  skipBlanks(): void {
    this.takeWhile(isBlank);
  }

  /** Fails where reading stands; after the last line break that is the line before it. */
  fail(message: string): never {
    const behindLastBreak = this.atEnd && this.text.endsWith('\n');
    throw new TomlProblem(behindLastBreak ? this.line - 1 : this.line, message);
  }

  /** Fails in the line that the break just read has ended. */
  failBeforeBreak(message: string): never {
    throw new TomlProblem(this.line - 1, message);
  }
}

/** Whether a character is a space or a tab. */
export function isBlank(character: string): boolean {
  return character === ' ' || character === '\t';
}

/** Whether a character begins a line break. */
export function isBreak(character: string): boolean {
  return character === '\n' || character === '\r';
}

function hex(code: number): string {
  return code.toString(16).padStart(2, '0');
}
