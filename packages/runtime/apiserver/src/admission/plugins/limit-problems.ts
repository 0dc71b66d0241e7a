import { fieldOf, type KubeObject } from '@gotk/objects';
import { parseQuantity, type Quantity, quantityAsNumber, quantityInUnits, renderQuantity } from '@gotk/quantity';
import { amountIn } from '../../builtin/core/amount-in.js';
import type { LimitDraft } from '../../builtin/core/limit-range.js';
import type { PodSpecDraft, ResourceList, ResourcesDraft } from '../../builtin/core/pod-draft.js';
import { podTotals } from '../../builtin/core/pod-resources.js';

/** Amounts up to here are compared in thousandths, larger ones in whole units. */
const MAX_MILLI = (2n ** 63n - 1n) / 1000n;

/** How a pod breaks the limits of one LimitRange. */
export function podProblems(spec: PodSpecDraft, limits: readonly LimitDraft[]): readonly string[] {
  return limits.flatMap((limit) => {
    if (limit.type === 'Container')
      return [...(spec.containers ?? []), ...(spec.initContainers ?? [])].flatMap(({ resources }) =>
        allProblems(limit, resources ?? {}),
      );
    return limit.type === 'Pod' ? allProblems(limit, podTotals(spec)) : [];
  });
}

/** How a claim breaks the limits of one LimitRange; only what it requests counts. */
export function claimProblems(claim: KubeObject, limits: readonly LimitDraft[]): readonly string[] {
  const requests = (fieldOf(claim, 'spec', 'resources', 'requests') ?? {}) as ResourceList;
  return limits
    .filter(({ type }) => type === 'PersistentVolumeClaim')
    .flatMap(({ type, min = {}, max = {} }) => [
      ...Object.entries(min).flatMap(([name, bound]) => minProblem({ type, name, bound }, { requests })),
      ...Object.entries(max).flatMap(([name, bound]) => maxRequestProblem({ type, name, bound }, requests)),
    ]);
}

function allProblems(limit: LimitDraft, resources: ResourcesDraft): readonly string[] {
  const { type, min = {}, max = {}, maxLimitRequestRatio = {} } = limit;
  return [
    ...Object.entries(min).flatMap(([name, bound]) => minProblem({ type, name, bound }, resources)),
    ...Object.entries(max).flatMap(([name, bound]) => maxProblem({ type, name, bound }, resources)),
    ...Object.entries(maxLimitRequestRatio).flatMap(([name, bound]) => ratioProblem({ type, name, bound }, resources)),
  ];
}

interface Bound {
  readonly type: string;
  readonly name: string;
  readonly bound: string;
}

function minProblem({ type, name, bound }: Bound, { requests = {}, limits = {} }: ResourcesDraft): readonly string[] {
  const [request, limit] = [amountIn(requests, name), amountIn(limits, name)];
  const text = `minimum ${name} usage per ${type} is ${shown(bound)}`;
  if (request === undefined) return [`${text}.  No request is specified`];
  const [asked, upper, least] = comparable(request, limit, bound);
  if (asked < least) return [`${text}, but request is ${shown(request)}`];
  return limit !== undefined && upper < least ? [`${text}, but limit is ${shown(limit)}`] : [];
}

function maxProblem({ type, name, bound }: Bound, { requests = {}, limits = {} }: ResourcesDraft): readonly string[] {
  const [request, limit] = [amountIn(requests, name), amountIn(limits, name)];
  const text = `maximum ${name} usage per ${type} is ${shown(bound)}`;
  if (limit === undefined) return [`${text}.  No limit is specified`];
  const [asked, upper, most] = comparable(request, limit, bound);
  if (upper > most) return [`${text}, but limit is ${shown(limit)}`];
  return request !== undefined && asked > most ? [`${text}, but request is ${shown(request)}`] : [];
}

function maxRequestProblem({ type, name, bound }: Bound, requests: ResourceList): readonly string[] {
  const request = amountIn(requests, name);
  const text = `maximum ${name} usage per ${type} is ${shown(bound)}`;
  if (request === undefined) return [`${text}.  No request is specified`];
  const [asked, , most] = comparable(request, undefined, bound);
  return asked > most ? [`${text}, but request is ${shown(request)}`] : [];
}

function ratioProblem({ type, name, bound }: Bound, { requests = {}, limits = {} }: ResourcesDraft): readonly string[] {
  const [request, limit] = [amountIn(requests, name), amountIn(limits, name)];
  const text = `${name} max limit to request ratio per ${type} is ${shown(bound)}`;
  const [asked, upper] = comparable(request, limit, bound);
  if (asked === 0n) return [`${text}, but no request is specified or request is 0`];
  if (upper === 0n) return [`${text}, but no limit is specified or limit is 0`];
  const ratio = Number(upper) / Number(asked);
  return ratio > quantityAsNumber(parseQuantity(bound)) ? [`${text}, but provided ratio is ${ratio.toFixed(6)}`] : [];
}

function shown(amount: string): string {
  return renderQuantity(parseQuantity(amount));
}

/** The amounts in one unit that holds them all. */
function comparable(request = '0', limit = '0', bound = '0'): readonly [bigint, bigint, bigint] {
  const [a, b, c] = [parseQuantity(request), parseQuantity(limit), parseQuantity(bound)];
  const fits = [a, b, c].every((quantity) => quantityInUnits(quantity, 0) <= MAX_MILLI);
  const value = (quantity: Quantity): bigint => quantityInUnits(quantity, fits ? -3 : 0);
  return [value(a), value(b), value(c)];
}
