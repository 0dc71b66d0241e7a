import {
  type Condition,
  type ConditionState,
  findCondition,
  parseConditions,
  removeCondition,
  setCondition,
} from '@gotk/conditions';
import type { JsonObject, JsonValue } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';

/**
 * The status that one reconciliation works on.
 *
 * A story changes it as it goes and persists it with `context.save()`; the runner writes it at the end. Nothing is sent
 * for a draft that equals what the API server has.
 */
export class StatusDraft {
  readonly generation: number | undefined;
  readonly #nowMs: () => number;
  #conditions: readonly Condition[];
  #fields: Readonly<Record<string, JsonValue>>;

  constructor(object: KubeObject, nowMs: () => number) {
    const { conditions: _conditions, ...fields } = (fieldOf(object, 'status') ?? {}) as Record<string, JsonValue>;
    this.generation = object.metadata.generation;
    this.#nowMs = nowMs;
    this.#conditions = parseConditions(object);
    this.#fields = fields;
  }

  get conditions(): readonly Condition[] {
    return this.#conditions;
  }

  /** Every field but `conditions`. */
  get fields(): JsonObject {
    return this.#fields;
  }

  condition(type: string): Condition | undefined {
    return findCondition(this.#conditions, type);
  }

  /** Says a condition of the present generation; see `setCondition` of `@gotk/conditions` for transition times and order. */
  mark(state: ConditionState): void {
    this.#conditions = setCondition(this.#conditions, state, { generation: this.generation, nowMs: this.#nowMs() });
  }

  removeConditions(...types: readonly string[]): void {
    this.#conditions = removeCondition(this.#conditions, ...types);
  }

  /** Sets fields of the status; `undefined` takes a field away. */
  update(fields: JsonObject): void {
    const merged: Record<string, JsonValue> = { ...this.#fields };
    for (const [name, value] of Object.entries(fields)) {
      if (value === undefined) delete merged[name];
      else merged[name] = value;
    }
    this.#fields = merged;
  }
}
