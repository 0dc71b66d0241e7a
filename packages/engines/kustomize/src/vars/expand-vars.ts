import type { VarValue } from './var-value.js';

/** Gives the value of a var; `undefined` leaves the reference as it stands. */
export type VarLookup = (name: string) => VarValue | undefined;

/**
 * Replaces `$(NAME)` in a text; `$$` is a dollar sign.
 * @returns the value itself where the text is nothing but one reference, so that its type is kept.
 */
export function expandVars(text: string, lookup: VarLookup): VarValue {
  let expanded = '';
  let checkpoint = 0;
  for (
    let cursor = text.indexOf('$');
    cursor !== -1 && cursor + 1 < text.length;
    cursor = text.indexOf('$', checkpoint)
  ) {
    expanded += text.slice(checkpoint, cursor);
    const reference = readReference(text, cursor + 1);
    const value = reference.name === undefined ? undefined : lookup(reference.name);
    const isWhole = cursor === 0 && reference.end === text.length;
    if (reference.name !== undefined && isWhole) return value ?? { kind: 'text', text };
    expanded += value === undefined ? reference.text : insertedText(value);
    checkpoint = reference.end;
  }
  return { kind: 'text', text: expanded + text.slice(checkpoint) };
}

interface Reference {
  /** The name between the brackets; `undefined` where there is no reference. */
  readonly name: string | undefined;
  /** What stays in place of a reference that means nothing. */
  readonly text: string;
  readonly end: number;
}

/** Reads what stands behind a dollar sign. */
function readReference(text: string, start: number): Reference {
  const first = text.charAt(start);
  if (first === '$') return { name: undefined, text: '$', end: start + 1 };
  const close = first === '(' ? text.indexOf(')', start) : -1;
  if (close === -1) return { name: undefined, text: `$${first}`, end: start + 1 };
  return { name: text.slice(start + 1, close), text: text.slice(start - 1, close + 1), end: close + 1 };
}

function insertedText(value: VarValue): string {
  return value.kind === 'float' ? value.shortText : value.text;
}
