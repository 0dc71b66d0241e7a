import { Halt, type ReconcileContext } from '@gotk/controller-runtime';
import type { Kustomization } from '@gotk/flux-types';
import { isApiError } from '@gotk/kube-client';
import { LocatedError } from '@gotk/located-error';
import { compileReadyExpression } from '../../dependencies/compile-ready-expression.js';
import { type Dependency, dependenciesOf } from '../../dependencies/dependencies-of.js';
import { dependencyProblem } from '../../dependencies/dependency-problem.js';
import { findDependencyCycle } from '../../dependencies/find-dependency-cycle.js';
import type { Deps } from '../../deps.js';
import { KUSTOMIZATION } from '../../group.js';
import { renderMs } from '../../render-ms.js';

/** Halts until everything in `dependsOn` is ready. A dependency that becomes ready wakes this object at once. */
export async function requireDependencies(
  deps: Deps,
  context: ReconcileContext<Kustomization>,
  revision: string,
): Promise<void> {
  const dependencies = dependenciesOf(context.object);
  if (dependencies.length === 0) return;
  deps.waiting.wait(context.key, dependencies);
  for (const dependency of dependencies) {
    const problem = await problemOf(dependency, { deps, context, revision });
    if (problem !== undefined) throw notReady(problem, { deps, context });
  }
  deps.waiting.done(context.key);
  context.log.info('All dependencies are ready, proceeding with reconciliation');
}

interface Surroundings {
  readonly deps: Deps;
  readonly context: ReconcileContext<Kustomization>;
}

async function problemOf(
  dependency: Dependency,
  { deps, context, revision }: Surroundings & { readonly revision: string },
): Promise<string | undefined> {
  const name = `${dependency.namespace}/${dependency.name}`;
  let object: Kustomization;
  try {
    object = await context.client.get<Kustomization>({ ...KUSTOMIZATION, ...dependency }, undefined, context.signal);
  } catch (error) {
    if (isApiError(error)) return `dependency '${name}' not found: ${error.message}`;
    throw error;
  }
  if (dependency.readyExpr !== undefined) {
    const isReady = compileOrStall(dependency.readyExpr, dependency.name);
    const result = evaluate(() => isReady(context.object, object));
    if (typeof result === 'string') return result;
    if (!result) return `dependency '${name}' is not ready according to readyExpr eval`;
    if (!deps.gates.AdditiveCELDependencyCheck) return undefined;
  }
  return dependencyProblem({ dependent: context.object, dependency: object, revision });
}

function compileOrStall(expression: string, name: string): ReturnType<typeof compileReadyExpression> {
  try {
    return compileReadyExpression(expression);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new Halt({
      kind: 'stalled',
      reason: 'InvalidCELExpression',
      message: `Reconciliation failed terminally due to configuration error: terminal error: failed to evaluate dependency ${name}: ${text}`,
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

function notReady(problem: string, { deps, context }: Surroundings): Halt {
  const { requeueDependencyMs } = deps;
  const cycle = findDependencyCycle(context.object, context.objects);
  return new Halt({
    kind: 'waiting',
    message: problem,
    event: {
      severity: 'info',
      message: `Dependencies do not meet ready condition, retrying in ${renderMs(requeueDependencyMs)}`,
    },
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
