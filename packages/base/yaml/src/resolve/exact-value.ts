import type { JsonValue } from '@gotk/json';

/**
 * A JSON value whose integers are exact: those beyond ±(2^53 − 1) are bigints, which `JsonValue` does not know.
 */
export type ExactValue =
  | JsonValue
  | bigint
  | readonly ExactValue[]
  | { readonly [key: string]: ExactValue | undefined };

/** A float that must be written as one even where it looks like an integer. Only inside this package. */
export class GoFloat {
  constructor(readonly value: number) {}
}

/** A text that is written as it stands. Only inside this package. */
export class UnquotedText {
  constructor(readonly text: string) {}
}

/** A mapping that is written in its own order, as the fields of a struct are. Only for `renderYaml` with `pretty`. */
export class StructFields {
  readonly [name: string]: ExactValue | undefined;

  constructor(fields: Iterable<readonly [name: string, value: ExactValue]>) {
    Object.assign(this, Object.fromEntries(fields));
  }
}

/**
 * A text for `renderYaml` alone, which writes it without quotes even where it is then read as something else: so Go writes times.
 * It is no value that anything else could read.
 */
export function unquotedText(text: string): ExactValue {
  return new UnquotedText(text) as unknown as ExactValue;
}
