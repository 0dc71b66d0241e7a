import type { JsonValue } from '@gotk/json';
import type { FieldError } from '@gotk/objects';

/** The `x-kubernetes-validations` of a schema. */
export interface ValidationRules {
  readonly isEmpty: boolean;
  /** @param old what stood there before an update. */
  check(value: JsonValue, old: JsonValue | undefined): readonly FieldError[];
}

/** A schema without rules. */
export const noRules: ValidationRules = { isEmpty: true, check: () => [] };
