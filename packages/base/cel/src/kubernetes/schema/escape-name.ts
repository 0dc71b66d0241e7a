/** The words that are no identifiers of CEL. */
const RESERVED: ReadonlySet<string> = new Set([
  ...['true', 'false', 'null', 'in', 'as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import'],
  ...['let', 'loop', 'package', 'namespace', 'return', 'var', 'void', 'while'],
]);

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['__', 'underscores'],
  ['.', 'dot'],
  ['-', 'dash'],
  ['/', 'slash'],
]);
const UNESCAPES: ReadonlyMap<string, string> = new Map([...ESCAPES].map(([sign, word]) => [word, sign]));

/** The name of a property as an identifier; undefined where it cannot be one. */
export function escapeName(name: string): string | undefined {
  if (RESERVED.has(name)) return `__${name}__`;
  if (!/^[A-Za-z_./-][A-Za-z0-9_./-]*$/.test(name)) return undefined;
  return name.replace(/__|[./-]/g, (sign) => `__${ESCAPES.get(sign)}__`);
}

/** The name of the property that an identifier stands for; undefined where it stands for none. */
export function unescapeName(escaped: string): string | undefined {
  if (!escaped.includes('__')) return escaped;
  let valid = true;
  const name = escaped.replace(/__([^_]+)__/g, (all, word: string) => {
    const sign = UNESCAPES.get(word);
    if (sign !== undefined) return sign;
    if (!RESERVED.has(word) || all.length !== escaped.length) valid = false;
    return word;
  });
  return valid ? name : undefined;
}
