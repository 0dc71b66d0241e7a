/** An object named on the command line. */
export interface TypedReference {
  /** Empty when none was typed. */
  readonly kind: string;
  readonly name: string;
  /** Empty when none was typed. */
  readonly namespace: string;
}

/** Reads `[kind/]name[.namespace]`. */
export function parseReference(text: string): TypedReference {
  const parts = text.split('/');
  const [kind, name] = parts.length === 2 ? [parts[0] ?? '', parts[1] ?? ''] : ['', text];
  const dot = name.lastIndexOf('.');
  if (dot === -1) return { kind, name, namespace: '' };
  return { kind, name: name.slice(0, dot), namespace: name.slice(dot + 1) };
}

/** The one of `kinds` that was typed, whatever its case; `undefined` when it is none of them. */
export function matchKind(typed: string, kinds: readonly string[]): string | undefined {
  return kinds.find((kind) => kind.toLowerCase() === typed.toLowerCase());
}
