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
