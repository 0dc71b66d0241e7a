import {
  type ControllerScope,
  Halt,
  type HaltEvent,
  type ReconcileContext,
  type ReconcileKey,
  type WatchRule,
} from '@gotk/controller-runtime';
import { isApiError } from '@gotk/kube-client';
import { LocatedError } from '@gotk/located-error';
import type { KindRef } from '@gotk/objects';
import { compileReadyExpression, type ReadyExpression } from './compile-ready-expression.js';
import { type Dependency, type Dependent, dependenciesOf } from './dependencies-of.js';
import { findDependencyCycle } from './find-dependency-cycle.js';
import { WaitingDependents } from './waiting-dependents.js';

export interface DependenciesOptions {
  /** The kind whose objects depend on one another. */
  readonly kind: KindRef;
  /** `--requeue-dependency`: a dependent looks again after this long at the latest. */
  readonly requeueDependencyMs: number;
  /** `AdditiveCELDependencyCheck`: whether an expression is asked beside the kind's own check, not in its place. */
  readonly isAdditive: boolean;
  readonly wording: DependencyWording;
}

/** What controllers say differently. */
export interface DependencyWording {
  /** The condition's message for a dependency, as `namespace/name`, that cannot be read. */
  readonly missing: (name: string, error: string) => string;
  /** The event's message while one waits. */
  readonly waiting: (problem: string) => string;
  /** The event for an expression that cannot be compiled. Default: the condition's message. */
  readonly malformed?: (problem: string) => HaltEvent;
}

/**
 * Keeps the objects of one kind waiting for what they name in `spec.dependsOn`, and wakes them as soon as it is ready.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#dependencies
 */
export class Dependencies<T extends Dependent> {
  readonly #options: DependenciesOptions;
  readonly #waiting = new WaitingDependents();

  constructor(options: DependenciesOptions) {
    this.#options = options;
  }

  /**
   * Halts (`waiting`) until everything in `dependsOn` is ready.
   *
   * @param problemOf the kind's own check: why a dependency holds the object up, `undefined` when it is fine.
   * @throws Halt `stalled` with InvalidCELExpression for an expression that cannot be compiled; `waiting`, with the cycle that
   *   the object is in as its cause if there is one.
   */
  async require(context: ReconcileContext<T>, problemOf: (dependency: T) => string | undefined): Promise<void> {
    const dependencies = dependenciesOf(context.object);
    if (dependencies.length === 0) return;
    this.#waiting.wait(context.key, dependencies);
    for (const dependency of dependencies) {
      const problem = await this.#problemOf(dependency, context, problemOf);
      if (problem !== undefined) throw this.#notReady(problem, context);
    }
    this.forget(context.key);
    context.log.info('All dependencies are ready, proceeding with reconciliation');
  }

  /** Wakes objects when a dependency that they wait for has become what they wait for. */
  watchRule(
    { objects }: Pick<ControllerScope<T>, 'objects'>,
    isReady: (dependent: T, dependency: T) => boolean,
  ): WatchRule {
    return {
      id: 'dependencies',
      kind: this.#options.kind,
      keysFor: ({ object, deleted }) => {
        if (deleted) return [];
        const { namespace = '', name = '' } = object.metadata;
        // The rule watches the kind itself.
        const dependency = object as T;
        return this.#waiting.of({ namespace, name }).filter((key) => {
          const dependent = objects.get(key);
          return dependent !== undefined && this.#isSatisfied(dependent, dependency, isReady);
        });
      },
    };
  }

  /** Notes that an object waits no more. */
  forget(key: ReconcileKey): void {
    this.#waiting.done(key);
  }

  async #problemOf(
    dependency: Dependency,
    { client, object, signal }: ReconcileContext<T>,
    problemOf: (dependency: T) => string | undefined,
  ): Promise<string | undefined> {
    const { kind, isAdditive, wording } = this.#options;
    const { namespace, name, readyExpr } = dependency;
    let found: T;
    try {
      found = await client.get<T>({ ...kind, namespace, name }, undefined, signal);
    } catch (error) {
      if (isApiError(error)) return wording.missing(`${namespace}/${name}`, error.message);
      throw error;
    }
    if (readyExpr !== undefined) {
      const isReady = this.#compileOrStall(readyExpr, name);
      const result = evaluate(() => isReady(object, found));
      if (typeof result === 'string') return result;
      if (!result) return `dependency '${namespace}/${name}' is not ready according to readyExpr eval`;
      if (!isAdditive) return undefined;
    }
    return problemOf(found);
  }

  #compileOrStall(expression: string, name: string): ReadyExpression {
    try {
      return compileReadyExpression(expression);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      const problem = `terminal error: failed to evaluate dependency ${name}: ${text}`;
      const event = this.#options.wording.malformed?.(problem);
      throw new Halt({
        kind: 'stalled',
        reason: 'InvalidCELExpression',
        message: `Reconciliation failed terminally due to configuration error: ${problem}`,
        ...(event === undefined ? {} : { event }),
        cause: error,
      });
    }
  }

  #notReady(problem: string, { object, objects }: ReconcileContext<T>): Halt {
    const { requeueDependencyMs, wording } = this.#options;
    const cycle = findDependencyCycle(object, objects);
    return new Halt({
      kind: 'waiting',
      reason: 'DependencyNotReady',
      message: problem,
      event: { severity: 'info', message: wording.waiting(problem) },
      requeueAfterMs: requeueDependencyMs,
      cause: cycle === undefined ? undefined : cycleError(cycle),
    });
  }

  #isSatisfied(dependent: T, dependency: T, isReady: (dependent: T, dependency: T) => boolean): boolean {
    const { namespace, name } = dependency.metadata;
    const reference = dependenciesOf(dependent).find((each) => each.namespace === namespace && each.name === name);
    if (reference === undefined) return false;
    const { readyExpr } = reference;
    if (readyExpr === undefined || this.#options.isAdditive) return isReady(dependent, dependency);
    return evaluate(() => compileReadyExpression(readyExpr)(dependent, dependency)) === true;
  }
}

/** An expression that fails is not the end: the fields it asks for may come. @returns its error as a text. */
function evaluate(run: () => boolean): boolean | string {
  try {
    return run();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Tells in the diagnostics what Flux leaves to be found out: these will wait for one another for ever. */
function cycleError(cycle: readonly string[]): LocatedError {
  return new LocatedError({
    code: 'dependency-cycle',
    message: `dependency cycle: ${cycle.join(' → ')}`,
    hint: "Take one of these out of the other's spec.dependsOn.",
  });
}
