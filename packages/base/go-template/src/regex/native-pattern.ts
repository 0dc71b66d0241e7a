/*
 * Translates the simple part of RE2's syntax to a JavaScript regular expression that matches the same, and in bounded time.
 * Everything else (flags, nested loops, Unicode classes, lazy or counted repetition of groups …) is left to the linear engine.
 */

/** A pattern that JavaScript's engine runs with the same result. */
export interface NativePattern {
  readonly regex: RegExp;
  /** Unbounded repetitions: each multiplies the work by the length of the text. */
  readonly loops: number;
  /** Ways to take optional parts and alternatives. */
  readonly choices: number;
}

const ESCAPED_CLASSES: ReadonlyMap<string, string> = new Map([
  ['d', '0-9'],
  ['w', '0-9A-Za-z_'],
  ['s', '\\t\\n\\f\\r '],
]);
const CONTROL_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['a', '\\x07'],
  ['f', '\\f'],
  ['t', '\\t'],
  ['n', '\\n'],
  ['r', '\\r'],
  ['v', '\\v'],
]);

/** The translation, or `undefined` when the pattern is malformed or not simple. */
export function translateSafely(pattern: string): NativePattern | undefined {
  const translator = new Translator(pattern);
  const source = translator.translate();
  if (source === undefined) return undefined;
  const regex = new RegExp(source, translator.groups > 0 ? 'dgu' : 'gu');
  return { regex, loops: translator.loops, choices: translator.choices };
}

/** A part of a pattern, and whether it may be repeated without danger. */
interface Piece {
  readonly source: string;
  readonly kind: 'assertion' | 'character' | 'group';
}

class NotSimple extends Error {}

class Translator {
  loops = 0;
  choices = 1;
  groups = 0;
  private readonly pattern: string;
  private index = 0;

  constructor(pattern: string) {
    this.pattern = pattern;
  }

  translate(): string | undefined {
    try {
      const source = this.alternatives();
      return this.index === this.pattern.length ? source : undefined;
    } catch (error) {
      if (error instanceof NotSimple) return undefined;
      throw error;
    }
  }

  private alternatives(): string {
    const branches = [this.sequence()];
    while (this.peek() === '|') {
      this.index++;
      branches.push(this.sequence());
    }
    this.choices *= branches.length;
    return branches.join('|');
  }

  private sequence(): string {
    let source = '';
    for (let next = this.peek(); next !== '' && next !== '|' && next !== ')'; next = this.peek()) {
      source += this.repeated(this.piece());
    }
    return source;
  }

  private repeated({ source, kind }: Piece): string {
    const operator = this.peek();
    if (!'*+?{'.includes(operator) || operator === '') return source;
    // A brace that opens no count is an ordinary character in Go.
    if (operator === '{') return source + this.count(kind);
    if (kind === 'assertion') throw new NotSimple();
    if (operator === '?') this.choices *= 2;
    else if (kind === 'group') throw new NotSimple();
    else this.loops++;
    this.index++;
    const lazy = this.takeLazy();
    if ('*+?{'.includes(this.peek()) && this.peek() !== '') throw new NotSimple();
    return source + operator + lazy;
  }

  private count(kind: Piece['kind']): string {
    const found = /^\{([0-9]{1,4})(,([0-9]{0,4}))?\}/.exec(this.pattern.slice(this.index, this.index + 12));
    if (found === null || kind !== 'character') throw new NotSimple();
    const [text, low = '', range, high = ''] = found;
    if (Number(low) > 1000 || Number(high) > 1000 || (high !== '' && Number(high) < Number(low))) throw new NotSimple();
    this.index += text.length;
    if (range !== undefined) this.loops++;
    const lazy = this.takeLazy();
    if ('*+?{'.includes(this.peek()) && this.peek() !== '') throw new NotSimple();
    return text + lazy;
  }

  private takeLazy(): string {
    if (this.peek() !== '?') return '';
    this.index++;
    return '?';
  }

  private piece(): Piece {
    const rune = this.takeRune();
    switch (rune) {
      case '.':
        return { source: '[^\\n]', kind: 'character' };
      case '^':
      case '$':
        return { source: rune, kind: 'assertion' };
      case '[':
        return { source: this.characterClass(), kind: 'character' };
      case '(':
        return this.group();
      case '\\':
        return this.escape();
      case '*':
      case '+':
      case '?':
      case '{':
        throw new NotSimple();
      default:
        return { source: literal(rune), kind: 'character' };
    }
  }

  private group(): Piece {
    let open = '(';
    if (this.pattern.startsWith('?:', this.index)) {
      this.index += 2;
      open = '(?:';
    } else if (this.peek() === '?') throw new NotSimple();
    else this.groups++;
    const inner = this.alternatives();
    if (this.peek() !== ')') throw new NotSimple();
    this.index++;
    return { source: `${open}${inner})`, kind: 'group' };
  }

  private escape(): Piece {
    const rune = this.takeRune();
    const members = ESCAPED_CLASSES.get(rune);
    if (members !== undefined) return { source: `[${members}]`, kind: 'character' };
    const negated = ESCAPED_CLASSES.get(rune.toLowerCase());
    if (negated !== undefined) return { source: `[^${negated}]`, kind: 'character' };
    if (rune === 'b' || rune === 'B') return { source: `\\${rune}`, kind: 'assertion' };
    if (rune === 'A') return { source: '(?<![^])', kind: 'assertion' };
    if (rune === 'z') return { source: '(?![^])', kind: 'assertion' };
    return { source: this.escapedCharacter(rune), kind: 'character' };
  }

  private escapedCharacter(rune: string): string {
    const control = CONTROL_ESCAPES.get(rune);
    if (control !== undefined) return control;
    // Letters and digits have other meanings, or none.
    if (rune === '' || /[0-9A-Za-z]/.test(rune) || rune > '\x7f') throw new NotSimple();
    return literal(rune);
  }

  /** The `[` is taken. */
  private characterClass(): string {
    let source = '[';
    if (this.peek() === '^') {
      this.index++;
      source += '^';
    }
    for (let first = true; first || this.peek() !== ']'; first = false) {
      const low = this.classMember();
      source += low.source;
      if (low.isClass || this.peek() !== '-' || this.pattern.charAt(this.index + 1) === ']') continue;
      this.index++;
      const high = this.classMember();
      if (high.isClass || high.code < low.code) throw new NotSimple();
      source += `-${high.source}`;
    }
    this.index++;
    return `${source}]`;
  }

  private classMember(): { readonly source: string; readonly code: number; readonly isClass: boolean } {
    const rune = this.takeRune();
    if (rune === '' || (rune === '[' && this.peek() === ':')) throw new NotSimple();
    if (rune !== '\\') return { source: literal(rune), code: rune.codePointAt(0) ?? 0, isClass: false };
    const escaped = this.takeRune();
    const members = ESCAPED_CLASSES.get(escaped);
    if (members !== undefined) return { source: members, code: 0, isClass: true };
    const source = this.escapedCharacter(escaped);
    // The order of a range of control characters is not worth knowing here.
    if (CONTROL_ESCAPES.has(escaped) && this.peek() === '-') throw new NotSimple();
    return { source, code: escaped.codePointAt(0) ?? 0, isClass: false };
  }

  private peek(): string {
    return this.pattern.charAt(this.index);
  }

  private takeRune(): string {
    const code = this.pattern.codePointAt(this.index);
    if (code === undefined) return '';
    const rune = String.fromCodePoint(code);
    this.index += rune.length;
    return rune;
  }
}

/** A character as a pattern that means it alone, inside and outside of classes. */
function literal(rune: string): string {
  if (/[0-9A-Za-z_ ]/.test(rune)) return rune;
  const code = rune.codePointAt(0) ?? 0;
  if (code >= 0xd800 && code <= 0xdfff) throw new NotSimple();
  return `\\u{${code.toString(16)}}`;
}
