import { hasConditionStatus, parseConditions } from '@gotk/conditions';
import { Halt, type ReconcileContext } from '@gotk/controller-runtime';
import type { HelmRelease } from '@gotk/flux-types';
import { isApiError } from '@gotk/kube-client';
import { LocatedError } from '@gotk/located-error';
import { compileReadyExpression } from '../../dependencies/compile-ready-expression.js';
import { type Dependency, dependenciesOf } from '../../dependencies/dependencies-of.js';
import { findDependencyCycle } from '../../dependencies/find-dependency-cycle.js';
import type { Deps } from '../../deps.js';
import { HELM_RELEASE } from '../../group.js';

/** Halts until everything in `dependsOn` is ready. A dependency that becomes ready wakes this object at once. */
export async function requireDependencies(deps: Deps, context: ReconcileContext<HelmRelease>): Promise<void> {
  const dependencies = dependenciesOf(context.object);
  if (dependencies.length === 0) return;
  deps.waiting.wait(context.key, dependencies);
  for (const dependency of dependencies) {
    const problem = await problemOf(dependency, deps, context);
    if (problem !== undefined) throw notReady(problem, deps, context);
  }
  deps.waiting.done(context.key);
}

/** Whether a dependency has said of its present generation that it is ready. */
export function isReadyDependency({ metadata, status, ...fields }: HelmRelease): boolean {
  const conditions = parseConditions({ metadata, status, ...fields });
  const isReady = hasConditionStatus(conditions, { type: 'Ready', status: 'True' });
  return isReady && status?.observedGeneration === metadata.generation;
}

async function problemOf(
  dependency: Dependency,
  deps: Deps,
  context: ReconcileContext<HelmRelease>,
): Promise<string | undefined> {
  const name = `${dependency.namespace}/${dependency.name}`;
  const key = { ...HELM_RELEASE, namespace: dependency.namespace, name: dependency.name };
  let object: HelmRelease;
  try {
    object = await context.client.get<HelmRelease>(key, undefined, context.signal);
  } catch (error) {
    if (isApiError(error)) return `unable to get '${name}' dependency: ${error.message}`;
    throw error;
  }
  if (dependency.readyExpr !== undefined) {
    const isReady = compileOrStall(dependency.readyExpr, dependency.name);
    const result = evaluate(() => isReady(context.object, object));
    if (typeof result === 'string') return result;
    if (!result) return `dependency '${name}' is not ready according to readyExpr eval`;
    if (!deps.gates.AdditiveCELDependencyCheck) return undefined;
  }
  return isReadyDependency(object) ? undefined : `dependency '${name}' is not ready`;
}

function compileOrStall(expression: string, name: string): ReturnType<typeof compileReadyExpression> {
  try {
    return compileReadyExpression(expression);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const problem = `terminal error: failed to evaluate dependency ${name}: ${text}`;
    throw new Halt({
      kind: 'stalled',
      reason: 'InvalidCELExpression',
      message: `Reconciliation failed terminally due to configuration error: ${problem}`,
      event: { severity: 'error', message: problem },
      cause: error,
    });
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

function notReady(message: string, { requeueDependencyMs }: Deps, context: ReconcileContext<HelmRelease>): Halt {
  const cycle = findDependencyCycle(context.object, context.objects);
  return new Halt({
    kind: 'waiting',
    reason: 'DependencyNotReady',
    message,
    event: { severity: 'info', message },
    requeueAfterMs: requeueDependencyMs,
    cause: cycle === undefined ? undefined : cycleError(cycle),
  });
}

/** Tells in the diagnostics what Flux leaves to be found out: these will wait for one another for ever. */
function cycleError(cycle: readonly string[]): LocatedError {
  return new LocatedError({
    code: 'dependency-cycle',
    message: `dependency cycle: ${cycle.join(' → ')}`,
    hint: "Take one of these out of the other's spec.dependsOn.",
  });
}
