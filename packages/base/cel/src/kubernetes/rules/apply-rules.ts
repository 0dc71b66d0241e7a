import { goQuote, isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import type { Activation } from '../../evaluate/frame.js';
import { trimSpace } from '../../libraries/strings/string-functions.js';
import { CelOptional } from '../../values/cel-optional.js';
import type { CelValue } from '../../values/value.js';
import { CALL_COST_LIMIT } from '../cost/limits.js';
import type { RuleSchema, ValidationRule } from '../schema/rule-schema.js';
import { typedValue } from '../schema/typed-values.js';
import type { CompiledRule, RuleProgram } from './compiled-rule.js';
import { isUnchanged, oldElement, type Pair, pairAt, pairAtIndex } from './correlation.js';
import { brokenRule, childPath, elementPath, failedRule, type RuleError } from './rule-error.js';
import type { RuleTree } from './rule-tree.js';

/** The longest message that an expression may write, in bytes. */
const MAX_MESSAGE_SIZE = 5 * 1024;

/** Thrown where nothing more may be spent on rules. */
class OutOfBudget extends Error {}

/** A value and what rules know about its past. */
interface Subject {
  readonly path: string;
  readonly value: JsonValue;
  /** What was there before; undefined where nothing comparable was. */
  readonly old: JsonValue | undefined;
  /** The value beside the old one, for telling whether it changed. */
  readonly pair: Pair | undefined;
  /** The nearest value around that has a past. */
  readonly around: Pair | undefined;
}

/** Applies rules to a value and all that is inside of it, within a budget. */
export class RuleApplication {
  readonly errors: RuleError[] = [];
  /** Broken rules on what an update leaves as it was. */
  readonly tolerated: RuleError[] = [];
  /** Whether the budget ran out. */
  stopped = false;

  /** @param budget what may still be spent */
  constructor(public budget: number) {}

  run(tree: RuleTree, subject: Subject): readonly RuleError[] {
    try {
      this.#apply(tree, subject);
    } catch (error) {
      if (!(error instanceof OutOfBudget)) throw error;
      this.stopped = true;
    }
    return this.errors;
  }

  #apply(tree: RuleTree, subject: Subject): void {
    if (subject.value === null) return;
    this.#applyRules(tree, subject);
    for (const part of tree.allOf) this.#apply(part, { ...subject, pair: undefined });
    if (Array.isArray(subject.value)) this.#applyToElements(tree, subject, subject.value as readonly JsonValue[]);
    else if (isJsonObject(subject.value)) this.#applyToFields(tree, subject, subject.value);
  }

  #applyToElements(tree: RuleTree, subject: Subject, elements: readonly JsonValue[]): void {
    if (tree.items === undefined) return;
    const before = Array.isArray(subject.old) ? (subject.old as readonly JsonValue[]) : [];
    for (const [i, value] of elements.entries()) {
      const past = subject.pair === undefined ? subject : { pair: pairAtIndex(subject.pair, i), around: subject.pair };
      const old = oldElement(tree.schema, before, value);
      this.#apply(tree.items, { path: elementPath(subject.path, i), value, old, pair: past.pair, around: past.around });
    }
  }

  #applyToFields(tree: RuleTree, subject: Subject, object: JsonObject): void {
    const mapType = tree.schema['x-kubernetes-map-type'];
    const comparable = mapType === undefined || mapType === 'granular' || mapType === 'atomic';
    const before = comparable && isJsonObject(subject.old) ? subject.old : {};
    for (const [name, value] of Object.entries(object)) {
      if (value === undefined) continue;
      const old = Object.hasOwn(before, name) ? (before[name] ?? undefined) : undefined;
      const inner = { value, old, ...pastOfField(subject, name) };
      if (tree.values !== undefined) this.#apply(tree.values, { ...inner, path: elementPath(subject.path, name) });
      const property = tree.properties.get(name);
      if (property !== undefined) this.#apply(property, { ...inner, path: childPath(subject.path, name) });
    }
  }

  #applyRules(tree: RuleTree, subject: Subject): void {
    const { type } = tree.schema;
    if (tree.problem !== undefined) {
      this.errors.push(brokenRule(subject.path, type, `rule compiler initialization error: ${tree.problem}`));
    }
    if (tree.rules.length === 0) return;
    if (this.budget <= 0) this.#stop(subject.path, type, OUT_OF_BUDGET);
    const comparesAny = tree.rules.some(({ usesOldSelf }) => usesOldSelf);
    const activations = new Activations(tree.schema, subject, comparesAny);
    for (const rule of tree.rules) this.#applyRule(rule, { tree, subject, activations });
  }

  #applyRule(compiled: CompiledRule, context: RuleContext): void {
    const { tree, subject, activations } = context;
    const { rule, test, problem } = compiled;
    if (problem !== undefined) {
      this.errors.push(brokenRule(subject.path, tree.schema.type, `rule compile error: ${problem}`));
    }
    const optional = rule.optionalOldSelf === true;
    if (test === undefined || (compiled.usesOldSelf && subject.old === undefined && !optional)) return;
    const activation = optional ? activations.optional : activations.plain;
    if (this.#holds(test, activation, rule, context)) return;
    const { value, pair, around } = subject;
    const detail = this.#messageOf(compiled, activations.plain, context) ?? defaultMessage(rule);
    const field = compiled.fieldPath === undefined ? subject.path : childPath(subject.path, compiled.fieldPath);
    const settled = pair ?? around;
    const error = failedRule(field, value, { reason: rule.reason, detail, type: tree.schema.type });
    // What broke a rule before may go on breaking it, as long as nobody touches it.
    const isSettled = !compiled.usesOldSelf && settled !== undefined && isUnchanged(settled);
    (isSettled ? this.tolerated : this.errors).push(error);
  }

  #holds(test: RuleProgram, activation: Activation, rule: ValidationRule, { tree, subject }: RuleContext): boolean {
    const evaluation = test.program.evaluate(activation, CALL_COST_LIMIT);
    const { type } = tree.schema;
    if (evaluation.cost > this.budget) this.#stop(subject.path, type, OUT_OF_BUDGET);
    this.budget -= evaluation.cost;
    if (evaluation.error === undefined) return evaluation.value === true;
    const { message } = evaluation.error;
    const shown = shownRule(rule);
    if (isOverCost(evaluation.error)) {
      const detail = `'${message}': no further validation rules will be run due to call cost exceeds limit for rule: ${shown}`;
      this.#stop(subject.path, type, detail);
    }
    const unsupported = 'call arguments did not match a supported operator, function or macro signature for rule';
    const detail = message.startsWith('no such overload')
      ? `'${message}': ${unsupported}: ${shown}`
      : `${message} evaluating rule: ${shown}`;
    this.errors.push(brokenRule(subject.path, type, detail));
    return true;
  }

  /** The message that an expression writes; undefined where it writes none that can be shown. */
  #messageOf(compiled: CompiledRule, activation: Activation, { tree, subject }: RuleContext): string | undefined {
    if (compiled.message === undefined) return undefined;
    const field = compiled.fieldPath === undefined ? subject.path : childPath(subject.path, compiled.fieldPath);
    const evaluation = compiled.message.program.evaluate(activation, CALL_COST_LIMIT);
    if (evaluation.cost > this.budget) {
      const why = 'messageExpression evaluation failed due to running out of cost budget';
      this.#stop(field, tree.schema.type, `${why}, no further validation rules will be run`);
    }
    this.budget -= evaluation.cost;
    if (evaluation.error !== undefined && isOverCost(evaluation.error)) {
      const why = 'no further validation rules will be run due to call cost exceeds limit for messageExpression';
      this.#stop(field, tree.schema.type, `${why}: ${goQuote(compiled.rule.messageExpression ?? '')}`);
    }
    return evaluation.error === undefined ? usableMessage(evaluation.value) : undefined;
  }

  #stop(path: string, type: string | undefined, detail: string): never {
    this.errors.push(brokenRule(path, type, detail));
    throw new OutOfBudget();
  }
}

interface RuleContext {
  readonly tree: RuleTree;
  readonly subject: Subject;
  readonly activations: Activations;
}

const OUT_OF_BUDGET = 'validation failed due to running out of cost budget, no further validation rules will be run';

function isOverCost(error: Error): boolean {
  return error.message.startsWith('operation cancelled: actual cost limit exceeded');
}

function pastOfField({ pair, around }: Subject, name: string): Pick<Subject, 'pair' | 'around'> {
  if (pair === undefined) return { pair, around };
  // A new version or kind makes another object of it; neither shows here.
  if (around === undefined && (name === 'apiVersion' || name === 'kind')) return { pair: undefined, around: undefined };
  return { pair: pairAt(pair, name), around: pair };
}

/** The variables of the rules on one value. */
class Activations {
  readonly plain: Activation;
  readonly optional: Activation;

  constructor(schema: RuleSchema, { value, old }: Subject, comparesAny: boolean) {
    const self = lazy(() => typedValue(value, schema));
    const before = lazy(() => (old === undefined ? undefined : typedValue(old, schema)));
    const optionalBefore = lazy(() => {
      const oldSelf = before();
      return oldSelf === undefined ? CelOptional.none : CelOptional.of(oldSelf);
    });
    const activation = (oldSelf: () => CelValue | undefined): Activation => ({
      find: (name) => (name === 'self' ? self() : name === 'oldSelf' && comparesAny ? oldSelf() : undefined),
    });
    this.plain = activation(before);
    this.optional = activation(optionalBefore);
  }
}

function lazy<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}

function usableMessage(value: CelValue): string | undefined {
  if (typeof value !== 'string') return undefined;
  const message = trimSpace(value);
  const tooLong = new TextEncoder().encode(message).length > MAX_MESSAGE_SIZE;
  return message === '' || message.includes('\n') || tooLong ? undefined : message;
}

function defaultMessage({ rule, message = '' }: ValidationRule): string {
  return message === '' ? `failed rule: ${trimSpace(rule)}` : trimSpace(message);
}

function shownRule({ rule, message = '' }: ValidationRule): string {
  return trimSpace(message === '' ? rule : message);
}
