import { AUTHORIZATION_COST, LIST_COST, REGEX_FACTOR, STRUCT_COST, TEXT_FACTOR } from './call-cost.js';
import { type CostRange, exactly, plus, scaled, times, UNBOUNDED } from './cost-range.js';
import type { CallEstimate, EstimatedCall, EstimatedNode } from './estimated-call.js';

/** What the longest regular expression behind a named format takes, in characters. */
const MAX_FORMAT_REGEX = 128;
/** The longest name of a format. */
const MAX_FORMAT_NAME = 64;

type Estimate = (call: EstimatedCall) => CallEstimate | undefined;

/**
 * What functions of Kubernetes' libraries cost at most; undefined for all others.
 * These numbers decide which rules a definition may have, so they are Kubernetes' own.
 */
export function estimateLibraryCall(call: EstimatedCall): CallEstimate | undefined {
  return estimates.get(call.name)?.(call);
}

function table(...rows: readonly (readonly [string, Estimate])[]): ReadonlyMap<string, Estimate> {
  return new Map(rows.flatMap(([names, estimate]) => names.split(' ').map((name) => [name, estimate] as const)));
}

const nominal: Estimate = () => ({ cost: exactly(1) });

const estimates = table(
  ['check', () => ({ cost: exactly(AUTHORIZATION_COST) })],
  ['serviceAccount path group resource subresource namespace name allowed reason error errored', nominal],
  [
    'fieldSelector labelSelector',
    ({ args, sizeOf }) => onFirst(args, (node) => ({ cost: estimateSelector(sizeOf(node)) })),
  ],
  ['isSorted sum max min indexOf lastIndexOf', estimateTraversal],
  ['url jsonpatch.escapeKey', ({ args, sizeOf }) => onFirst(args, (node) => readText(sizeOf(node)))],
  ['lowerAscii upperAscii substring trim', ({ target, sizeOf }) => target && readText(sizeOf(target))],
  ['replace', estimateReplace],
  ['split', estimateSplit],
  ['join', estimateJoin],
  ['find findAll', estimateFind],
  ['cidr isIP isCIDR quantity isQuantity semver isSemver', estimateParse],
  ['ip', (call) => (call.overloadId === 'cidr_ip' ? { cost: exactly(1) } : estimateParse(call))],
  ['ip.isCanonical', ({ args, sizeOf }) => onFirst(args, (node) => ({ cost: scaled(sizeOf(node), 2 * TEXT_FACTOR) }))],
  ['masked prefixLength family isUnspecified isLoopback', nominal],
  ['isLinkLocalMulticast isLinkLocalUnicast isGlobalUnicast', nominal],
  ['containsIP', (call) => estimateContainment(call, exactly(0))],
  ['containsCIDR', (call) => estimateContainment(call, plus(scaled(ADDRESS, TEXT_FACTOR), exactly(1)))],
  ['validate', estimateFormat],
  ['format.named sign asInteger isInteger asApproximateFloat isGreaterThan isLessThan compareTo add sub', nominal],
  ['major minor patch getScheme getHostname getHost getPort getEscapedPath getQuery', nominal],
  ['_==_', estimateEquality],
);

function onFirst(
  [node]: readonly EstimatedNode[],
  estimate: (node: EstimatedNode) => CallEstimate,
): CallEstimate | undefined {
  return node === undefined ? undefined : estimate(node);
}

function readText(size: CostRange): CallEstimate {
  return { cost: scaled(size, TEXT_FACTOR), size };
}

/** A selector is read, and becomes a list of requirements, each of which takes two characters at least. */
function estimateSelector(size: CostRange): CostRange {
  const requirements = scaled(scaled(size, 0.5), LIST_COST + STRUCT_COST);
  return plus(plus(exactly(LIST_COST), scaled(size, TEXT_FACTOR)), requirements);
}

function estimateTraversal({ target, sizeOf, elementOf }: EstimatedCall): CallEstimate | undefined {
  if (target === undefined) return undefined;
  const element = elementOf(target);
  if (element === undefined) return { cost: scaled(sizeOf(target), TEXT_FACTOR) };
  const isText = element.type.kind === 'string' || element.type.kind === 'bytes';
  const one = isText ? plus(exactly(1), scaled(sizeOf(element), TEXT_FACTOR)) : exactly(1);
  return { cost: times(sizeOf(target), one) };
}

function estimateReplace({ target, args: [from, to], sizeOf }: EstimatedCall): CallEstimate | undefined {
  if (target === undefined || from === undefined || to === undefined) return undefined;
  const [size, old, fresh] = [sizeOf(target), sizeOf(from), sizeOf(to)];
  const longest = replacements({ text: size.max, part: old.min, keepsLength: fresh.max <= old.min });
  const shortest = replacements({ text: size.min, part: old.max, keepsLength: old.max <= fresh.min });
  const count = { min: shortest.count, max: longest.count };
  const result = plus(times(count, fresh), { min: shortest.kept, max: longest.kept });
  return { cost: scaled(size, 2 * TEXT_FACTOR), size: result };
}

/** How often a part of a text can be replaced, and how much of the text is counted besides. */
function replacements({ text, part, keepsLength }: { text: number; part: number; keepsLength: boolean }) {
  // Nothing is found around every character.
  if (part === 0) return { count: text < UNBOUNDED ? text + 1 : text, kept: text };
  return keepsLength ? { count: 0, kept: text } : { count: Math.ceil(text / part), kept: 0 };
}

function estimateSplit({ target, args, sizeOf }: EstimatedCall): CallEstimate | undefined {
  if (target === undefined) return undefined;
  const size = sizeOf(target);
  const limit = args[1]?.expr;
  const isFixed = limit?.kind === 'literal' && typeof limit.value === 'bigint';
  const most = isFixed ? Number(BigInt.asUintN(64, limit.value as bigint)) : size.max;
  return { cost: scaled(size, 2 * TEXT_FACTOR), size: { min: 0, max: most } };
}

function estimateJoin({ target, args: [separator], sizeOf, elementOf }: EstimatedCall): CallEstimate | undefined {
  if (target === undefined) return undefined;
  const list = sizeOf(target);
  const element = elementOf(target);
  const texts = element === undefined ? exactly(0) : times(list, sizeOf(element));
  if (separator === undefined) return readText(texts);
  const between = { min: Math.max(list.min - 1, 0), max: Math.max(list.max - 1, 0) };
  return readText(plus(texts, times(sizeOf(separator), between)));
}

function estimateFind({ target, args: [regex], sizeOf }: EstimatedCall): CallEstimate | undefined {
  if (target === undefined || regex === undefined) return undefined;
  const size = sizeOf(target);
  const cost = times(scaled(plus(size, exactly(1)), TEXT_FACTOR), scaled(sizeOf(regex), REGEX_FACTOR));
  return { cost, size: { min: 0, max: size.max } };
}

function estimateParse({ args, sizeOf }: EstimatedCall): CallEstimate | undefined {
  return onFirst(args, (node) => ({ cost: scaled(sizeOf(node), TEXT_FACTOR) }));
}

/** The bytes of an address of either family. */
const ADDRESS: CostRange = { min: 4, max: 16 };

function estimateContainment({ args, overloadId, sizeOf }: EstimatedCall, more: CostRange): CallEstimate | undefined {
  return onFirst(args, (node) => {
    const compare = plus(scaled(plus(ADDRESS, ADDRESS), TEXT_FACTOR), more);
    const parses = overloadId.endsWith('_string');
    return { cost: parses ? plus(compare, scaled(sizeOf(node), TEXT_FACTOR)) : compare };
  });
}

function estimateFormat({ args, sizeOf }: EstimatedCall): CallEstimate | undefined {
  return onFirst(args, (node) => ({
    cost: scaled(scaled(sizeOf(node), TEXT_FACTOR), MAX_FORMAT_REGEX * REGEX_FACTOR),
  }));
}

const SIMPLE_TYPES = ['net.IP', 'net.CIDR', 'kubernetes.Quantity', 'kubernetes.Semver'];

function estimateEquality({ args: [a, b] }: EstimatedCall): CallEstimate | undefined {
  if (a === undefined || b === undefined || a.type.name !== b.type.name) return undefined;
  const { name } = a.type;
  if (SIMPLE_TYPES.includes(name)) return { cost: exactly(1) };
  if (name === 'kubernetes.NamedFormat') return { cost: scaled({ min: 1, max: MAX_FORMAT_NAME }, TEXT_FACTOR) };
  if (name === 'kubernetes.URL') {
    return { cost: scaled({ min: 1, max: b.computedSize?.max ?? 1 }, TEXT_FACTOR) };
  }
  return undefined;
}
