import type { CallCost, ComputedCall } from '../../evaluate/call-cost.js';
import { goTypeOf } from '../../evaluate/go-type-name.js';
import { CelCidr } from '../../libraries/kubernetes/cidrs.js';
import { CelFormat } from '../../libraries/kubernetes/formats.js';
import { CelIp } from '../../libraries/kubernetes/ips.js';
import { sizeOf } from '../../libraries/standard/texts.js';
import { CelCancelled } from '../../values/cel-error.js';
import { CelList } from '../../values/cel-list.js';
import { CelMap } from '../../values/cel-map.js';
import { CelOpaque } from '../../values/cel-opaque.js';
import { CelOptional } from '../../values/cel-optional.js';
import type { CelValue } from '../../values/value.js';

/** What it costs to look at one character, and at one of a regular expression. */
export const TEXT_FACTOR = 0.1;
export const REGEX_FACTOR = 0.25;
/** An authorization check is so dear that an expression has two of them. */
export const AUTHORIZATION_COST = 350_000;
/** What it costs to make a list. */
export const LIST_COST = 10;
/** What it costs to make an object. */
export const STRUCT_COST = 40;

type Cost = (call: ComputedCall) => number;

/** What a call costs in Kubernetes. */
export const kubernetesCallCost: CallCost = (call) => {
  const cost = overloadCosts.get(call.overloadId ?? '') ?? functionCosts.get(call.name);
  if (cost !== undefined) return cost(call);
  if (call.name === '_==_' && call.args[0] instanceof CelOpaque) return 1;
  return standardCosts.get(call.overloadId ?? '')?.(call) ?? 1;
};

function table(...rows: readonly (readonly [string, Cost])[]): ReadonlyMap<string, Cost> {
  return new Map(rows.flatMap(([names, cost]) => names.split(' ').map((name) => [name, cost] as const)));
}

const overloadCosts = table(
  ['list_sets_contains_list list_sets_intersects_list', ({ args }) => 1 + size(args[0]) * size(args[1])],
  ['list_sets_equivalent_list', ({ args }) => 1 + size(args[0]) * size(args[1]) * 2],
  ['list_slice lists_range list_reverse', ({ result }) => newList(size(result))],
  ['list_flatten', ({ args }) => newList(size(args[0]))],
  ['list_flatten_int', ({ args }) => newList(wrapped(Math.trunc(size(args[0]) * Number(args[1]))))],
  ['list_distinct', ({ args, failed }) => selfComparison(args[0] ?? null, failed)],
  ...sortCosts('sort', 0),
  ...sortCosts('sortByAssociatedKeys', 1),
);

function sortCosts(name: string, place: number): [string, Cost][] {
  const types = [
    'int',
    'uint',
    'double',
    'bool',
    'string',
    'bytes',
    'google.protobuf.Duration',
    'google.protobuf.Timestamp',
  ];
  return types.map((type) => [
    `list_${type}_${name}`,
    ({ args, failed }) => selfComparison(args[place] ?? null, failed),
  ]);
}

/** Costs are counted without a sign: what is below zero is a lot. */
function wrapped(cost: number): number {
  return cost < 0 ? Number(BigInt.asUintN(64, BigInt(cost))) : cost;
}

function newList(cost: number): number {
  return cost + 1 + LIST_COST;
}

/** The types that have the first method of lists. */
const ADDABLE = 'Int Uint Double String Bytes Duration Timestamp'.split(' ').map((name) => `types.${name}`);

/** @throws CelCancelled where there is no list, as cel-go does */
function selfComparison(list: CelValue, failed: boolean): number {
  if (!(list instanceof CelList)) {
    const type = list === null && failed ? '*types.Err' : goTypeOf(list);
    const missing = ADDABLE.includes(type) ? 'Contains' : 'Add';
    throw new CelCancelled(
      `internal error: interface conversion: ${type} is not traits.Lister: missing method ${missing}`,
    );
  }
  const first = list.size === 0 ? undefined : list.at(0);
  const factor = typeof first === 'string' || first instanceof Uint8Array ? 2 + TEXT_FACTOR : 2;
  return newList(Math.trunc(list.size * list.size * factor));
}

const functionCosts = table(
  ['isSorted sum max min indexOf lastIndexOf', ({ args }) => traversal(args[0] ?? null)],
  ['url lowerAscii upperAscii substring trim jsonpatch.escapeKey', ({ args }) => textCost(size(args[0]))],
  ['replace split', ({ args }) => textCost(size(args[0]) * 2)],
  ['join', ({ result }) => textCost(size(result) * 2)],
  ['find findAll', ({ args }) => textCost(1 + size(args[0])) * regexCost(size(args[1]))],
  ['cidr isIP isCIDR quantity isQuantity semver isSemver', ({ args }) => textCost(size(args[0]))],
  ['ip', ({ args, overloadId }) => (overloadId === 'cidr_ip' ? 1 : textCost(size(args[0])))],
  ['ip.isCanonical', ({ args }) => textCost(size(args[0]) * 2)],
  ['masked prefixLength family isUnspecified isLoopback', () => 1],
  ['isLinkLocalMulticast isLinkLocalUnicast isGlobalUnicast', () => 1],
  ['containsIP', ({ args, overloadId }) => containment(args, overloadId === 'cidr_contains_ip_string')],
  [
    'containsCIDR',
    ({ args, overloadId }) =>
      containment(args, overloadId === 'cidr_contains_cidr_string') + textCost(size(args[0])) + 1,
  ],
  ['validate', ({ args }) => formatCost(args)],
  ['check', () => AUTHORIZATION_COST],
  ['serviceAccount path group resource subresource namespace name allowed reason error errored', () => 1],
  ['fieldSelector labelSelector', ({ args }) => selectorCost(size(args[1]))],
  ['format.named sign asInteger isInteger asApproximateFloat', () => 1],
  ['isGreaterThan isLessThan compareTo add sub major minor patch', () => 1],
  ['getScheme getHostname getHost getPort getEscapedPath getQuery', () => 1],
);

function selectorCost(characters: number): number {
  return LIST_COST + textCost(characters) + Math.ceil(characters / 2) * (LIST_COST + STRUCT_COST);
}

function containment([cidr, other]: readonly CelValue[], isText: boolean): number {
  return textCost(size(cidr) * 2) + (isText ? textCost(size(other)) : 0);
}

function formatCost([format, text]: readonly CelValue[]): number {
  return format instanceof CelFormat ? textCost(1 + size(text)) * regexCost(format.regexSize) : 1;
}

const standardCosts = table(
  ['starts_with_string ends_with_string string_to_bytes', ({ args }) => textCost(heldSize(args[0]))],
  ['bytes_to_string strings_quote string_format', ({ args }) => textCost(heldSize(args[0]))],
  ['in_list', ({ args }) => heldSize(args[1])],
  ['less_string greater_string less_equals_string greater_equals_string', comparison],
  ['less_bytes greater_bytes less_equals_bytes greater_equals_bytes', comparison],
  ['equals not_equals', comparison],
  ['add_string add_bytes', ({ args }) => textCost(heldSize(args[0]) + heldSize(args[1]))],
  ['matches_string', ({ args }) => textCost(1 + heldSize(args[0])) * regexCost(heldSize(args[1]))],
  ['contains_string', ({ args }) => textCost(heldSize(args[0])) * textCost(heldSize(args[1]))],
);

function comparison({ args }: ComputedCall): number {
  return textCost(Math.min(heldSize(args[0]), heldSize(args[1])));
}

function textCost(characters: number): number {
  return Math.ceil(characters * TEXT_FACTOR);
}

function regexCost(characters: number): number {
  return Math.ceil(characters * REGEX_FACTOR);
}

/** How large a value is for the operators of the language; an optional is as large as what it holds. */
function heldSize(value: CelValue | undefined): number {
  if (value instanceof CelOptional) return value.value === undefined ? 1 : heldSize(value.value);
  return size(value);
}

function size(value: CelValue | undefined): number {
  if (value instanceof CelIp) return value.byteSize;
  if (value instanceof CelCidr) return value.byteSize;
  return value === undefined ? 1 : (sizeOf(value) ?? 1);
}

function traversal(value: CelValue): number {
  if (typeof value === 'string') return Math.trunc(new TextEncoder().encode(value).length * TEXT_FACTOR);
  if (value instanceof Uint8Array) return Math.trunc(value.length * TEXT_FACTOR);
  let cost = 0;
  if (value instanceof CelList) {
    for (const element of value) cost += traversal(element);
    return cost;
  }
  if (!(value instanceof CelMap)) return 1;
  for (const key of value.keys()) cost += traversal(key) + traversal(value.find(key) ?? null);
  return cost;
}
