/** Patterns of what a symbol may stand for, by its name without the number. */
const PATTERNS: Readonly<Record<string, string>> = {
  uid: '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
  rv: '\\d+',
  rvAny: '\\d+',
  t: '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ',
  mt: '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z|\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)? \\S+',
  rand: '[bcdfghjklmnpqrstvwxz2456789]{5}',
  clusterIP: '[0-9a-f:.]+',
  nodePort: '\\d+',
  continue: '[\\w-]+',
  token: '[\\w-]+\\.[\\w-]+\\.[\\w-]+',
  age: '(?:\\d+[smhdy])+|<unknown>|<invalid>',
  hash: '[0-9A-F]+',
  tmp: '\\S*?',
  difftime: '[^\\n]*?',
  klog: '[A-Z]\\d{4} \\S+\\s+\\d+',
  date: '[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d [+-]\\d{4}',
  server: '[^\\s/"]+',
};

/** Symbols whose equality means something. Times may fall into other seconds than in the recording. */
const BOUND = ['uid', 'rv', 'rand', 'clusterIP', 'nodePort', 'continue', 'token'];

const SYMBOL = /\$\{([A-Za-z]+?)(\d*)\}/g;

/** Whether the text has symbols at all. */
export function hasSymbols(text: string): boolean {
  return text.includes('${');
}

/** What the symbols of one sequence stand for, bound at first sight. */
export class Symbols {
  readonly #values = new Map<string, string>();

  value(symbol: string): string | undefined {
    return this.#values.get(symbol);
  }

  /** @returns a function that forgets what is bound from now on. */
  mark(): () => void {
    const known = new Set(this.#values.keys());
    return () => {
      for (const symbol of this.#values.keys()) if (!known.has(symbol)) this.#values.delete(symbol);
    };
  }

  /** The text with every bound symbol replaced by its value. */
  substitute(text: string): string {
    return text.replace(SYMBOL, (symbol) => this.#values.get(symbol) ?? symbol);
  }

  /** Whether the actual text is what the expected one says; symbols seen for the first time are bound. */
  matches(expected: string, actual: string): boolean {
    if (!hasSymbols(expected)) return expected === actual;
    const names: string[] = [];
    const match = this.#pattern(expected, names).exec(actual);
    if (match === null) return false;
    for (const [index, name] of names.entries()) this.#bind(name, match[index + 1] ?? '');
    return true;
  }

  /** Binds a symbol that stands for a list's resourceVersion, where the order is all that is certain. */
  matchesAtLeast(symbol: string, actual: string): boolean {
    if (!/^\d+$/.test(actual)) return false;
    const known = this.#values.get(symbol);
    if (known === undefined) this.#values.set(symbol, actual);
    return known === undefined || Number(actual) >= Number(known);
  }

  #bind(symbol: string, value: string): void {
    if (!this.#values.has(symbol)) this.#values.set(symbol, value);
  }

  #pattern(expected: string, names: string[]): RegExp {
    let source = '';
    let end = 0;
    for (const match of expected.matchAll(SYMBOL)) {
      source += escapePattern(expected.slice(end, match.index)) + this.#symbolPattern(match, names);
      end = match.index + match[0].length;
    }
    return new RegExp(`^${source}${escapePattern(expected.slice(end))}$`, 's');
  }

  #symbolPattern([symbol, kind = '']: RegExpExecArray, names: string[]): string {
    const known = BOUND.includes(kind) ? this.#values.get(symbol) : undefined;
    if (known !== undefined) return escapePattern(known);
    const pattern = PATTERNS[kind] ?? '[\\s\\S]*?';
    if (kind === 'rvAny' || kind === 'age') return `(?:${pattern})`;
    names.push(symbol);
    return `(${pattern})`;
  }
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
