import type { CelType } from '../types/cel-type.js';

/** What the name of an expression means. */
export type Reference =
  | { readonly kind: 'variable'; readonly name: string }
  | {
      readonly kind: 'function';
      readonly name: string;
      readonly overloadIds: readonly string[];
      /** What stood before the dot was a part of the name. */
      readonly qualified: boolean;
    };

/** What is known about a checked expression, by the ids of its parts. */
export interface CheckedTypes {
  readonly types: ReadonlyMap<number, CelType>;
  readonly references: ReadonlyMap<number, Reference>;
}
