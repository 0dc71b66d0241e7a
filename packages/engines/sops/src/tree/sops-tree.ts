/** Text that is not UTF-8, as files of the binary format may hold; all other text is a string. */
export type SopsText = string | Uint8Array;

/** A comment, without its `#`. */
export interface SopsComment {
  readonly kind: 'comment';
  readonly text: SopsText;
  /** Whether it stands behind a value, on its line. */
  readonly inline: boolean;
}

/** A point in time. */
export interface SopsTime {
  readonly kind: 'time';
  /** RFC 3339, with the fraction that there is and the time zone it was written in. */
  readonly text: string;
}

/** Bytes of the type that only SOPS' first version in Python wrote. */
export interface SopsBytes {
  readonly kind: 'bytes';
  readonly bytes: Uint8Array;
}

/** A key or value that SOPS can read but does not know what to do with. */
export interface SopsForeign {
  readonly kind: 'foreign';
  /** Go's name of its type. */
  readonly goType: string;
  /** The value as Go shows it in an error about it. Only for keys, which are no secrets. */
  readonly shown: string;
}

/** One key of a branch with its value. */
export interface SopsField {
  readonly kind: 'field';
  readonly key: string | SopsForeign;
  readonly value: SopsValue;
}

/** A mapping: its fields in order, with the comments between them. */
export interface SopsBranch {
  readonly kind: 'branch';
  readonly entries: readonly (SopsField | SopsComment)[];
}

/** A value without parts. A bigint is an integer, a number a float. */
export type SopsLeaf = SopsText | bigint | number | boolean | SopsTime | SopsBytes | SopsComment;

/** A value within a file. */
export type SopsValue = SopsLeaf | null | SopsForeign | SopsBranch | readonly SopsValue[];

/** The documents of a file. */
export type SopsTree = readonly SopsBranch[];

/** Whether a value is a list. */
export function isList(value: SopsValue): value is readonly SopsValue[] {
  return Array.isArray(value);
}

/** Whether a value is a comment. */
export function isComment(value: SopsValue): value is SopsComment {
  return isKind(value, 'comment');
}

/** Whether a value is a mapping. */
export function isBranch(value: SopsValue): value is SopsBranch {
  return isKind(value, 'branch');
}

/** Whether a value is an object of one kind. */
export function isKind<K extends string>(value: SopsValue, kind: K): value is Extract<SopsValue, { readonly kind: K }> {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
}

/** The text of bytes; the bytes themselves where they are not UTF-8. */
export function textOfBytes(bytes: Uint8Array): SopsText {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes;
  }
}

/** The bytes of a text. */
export function bytesOfText(text: SopsText): Uint8Array {
  return typeof text === 'string' ? new TextEncoder().encode(text) : text;
}

/** The text for formats that know nothing but UTF-8: each byte that is not is shown as U+FFFD. */
export function printableText(text: SopsText): string {
  return typeof text === 'string' ? text : new TextDecoder('utf-8', { ignoreBOM: true }).decode(text);
}
