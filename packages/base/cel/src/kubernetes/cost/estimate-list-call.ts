import { LIST_COST } from './call-cost.js';
import { type CostRange, exactly, plus, scaled, times, UNBOUNDED } from './cost-range.js';
import type { CallEstimate, EstimatedCall, EstimatedNode } from './estimated-call.js';

const TEXT_SORTS = ['list_string_sort', 'list_bytes_sort'];

/** What functions on sets and lists cost; undefined for all others. */
export function estimateListCall(call: EstimatedCall): CallEstimate | undefined {
  const { overloadId, target, args, sizeOf } = call;
  const [first, second] = args;
  if (overloadId.startsWith('list_sets_')) return estimateSets(call);
  if (overloadId === 'lists_range' && first !== undefined) return makingList(1, exactly(integer(first, UNBOUNDED)));
  if (target === undefined) return undefined;
  const size = sizeOf(target);
  switch (overloadId) {
    case 'list_slice':
      if (first === undefined || second === undefined) return undefined;
      return makingList(1, exactly(distance(integer(first, 0), integer(second, size.max))));
    case 'list_flatten':
    case 'list_flatten_int':
      return makingList(first === undefined ? 1 : integer(first, UNBOUNDED), size);
    case 'list_reverse':
      return makingList(1, size);
    case 'list_distinct':
      return makingList(2, times(size, size));
    default:
      return estimateSort(call, target);
  }
}

function estimateSets({ overloadId, args: [a, b], sizeOf }: EstimatedCall): CallEstimate | undefined {
  if (a === undefined || b === undefined) return undefined;
  const factor = overloadId === 'list_sets_equivalent_list' ? 2 : 1;
  return { cost: plus(scaled(times(sizeOf(a), sizeOf(b)), factor), exactly(1)) };
}

function estimateSort({ overloadId, args, sizeOf }: EstimatedCall, target: EstimatedNode): CallEstimate | undefined {
  const [, kind] = /^list_.+_(sort|sortByAssociatedKeys)$/.exec(overloadId) ?? [];
  const sorted = kind === 'sort' ? target : kind === undefined ? undefined : args[0];
  if (sorted === undefined) return undefined;
  const size = sizeOf(sorted);
  const comparesText = TEXT_SORTS.some((sort) => overloadId.startsWith(sort));
  return makingList(comparesText ? 2.1 : 2, times(size, size));
}

function makingList(factor: number, size: CostRange): CallEstimate {
  return { cost: plus(scaled(size, factor), exactly(1 + LIST_COST)), size };
}

/** Sizes have no sign: what ends before it begins is very large. */
function distance(start: number, end: number): number {
  return end < start ? 2 ** 64 - (start - end) : end - start;
}

function integer({ expr }: EstimatedNode, otherwise: number): number {
  if (expr?.kind !== 'literal' || typeof expr.value !== 'bigint') return otherwise;
  return Math.max(Number(expr.value), 0);
}
