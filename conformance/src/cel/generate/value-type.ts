/** A type as declarations write it, taken apart: `map(string, <A>)`. */
export interface ValueType {
  readonly name: string;
  readonly params: readonly ValueType[];
}

/** Reads a type such as `list(<A>)`. */
export function parseType(text: string): ValueType {
  const open = text.indexOf('(');
  if (open < 0) return { name: text, params: [] };
  return { name: text.slice(0, open), params: splitParams(text.slice(open + 1, -1)).map(parseType) };
}

function splitParams(text: string): readonly string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const character of text) {
    if (character === ',' && depth === 0) {
      parts.push('');
      continue;
    }
    if (character === '(') depth++;
    if (character === ')') depth--;
    parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim());
}

/** A type parameter, which may be any type. */
export function isParam({ name }: ValueType): boolean {
  return name.startsWith('<');
}

/** What type parameters must be for a type to become the wanted one; undefined where that cannot be. */
export function bindParams(
  type: ValueType,
  wanted: ValueType,
  bound: Readonly<Record<string, ValueType>> = {},
): Readonly<Record<string, ValueType>> | undefined {
  if (isParam(type)) return { ...bound, [type.name]: wanted };
  if (wanted.name === 'dyn') return bound;
  if (type.name !== wanted.name || type.params.length !== wanted.params.length) return undefined;
  let all: Readonly<Record<string, ValueType>> | undefined = bound;
  for (const [i, param] of type.params.entries()) {
    all = all && bindParams(param, wanted.params[i] as ValueType, all);
  }
  return all;
}

/** A type with its type parameters replaced. */
export function withParams(
  type: ValueType,
  bound: Readonly<Record<string, ValueType>>,
  fallback: (name: string) => ValueType,
): ValueType {
  if (isParam(type)) return bound[type.name] ?? fallback(type.name);
  return { name: type.name, params: type.params.map((param) => withParams(param, bound, fallback)) };
}
