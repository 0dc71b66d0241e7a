import { type FieldError, invalidField, renderFieldError } from '@gotk/objects';

/** What checking a value against a schema found. */
export class SchemaResult {
  readonly #errors: FieldError[] = [];
  /** How many checks there were: of several alternatives, the one that went furthest explains best. */
  #checks = 0;

  get errors(): readonly FieldError[] {
    return this.#errors;
  }

  get checks(): number {
    return this.#checks;
  }

  get isValid(): boolean {
    return this.#errors.length === 0;
  }

  /** Adds errors that are not reported yet. */
  add(...errors: readonly FieldError[]): void {
    for (const error of errors) {
      const known = this.#errors.some((other) => renderFieldError(other) === renderFieldError(error));
      if (!known) this.#errors.push(error);
    }
  }

  merge(other: SchemaResult): void {
    this.add(...other.errors);
    this.#checks += other.checks;
  }

  /** Counts a check. */
  count(): void {
    this.#checks++;
  }
}

/** An error about several schemas at once, which has no field of its own. */
export function compositeError(text: string): FieldError {
  return invalidField('<nil>', '', text);
}
