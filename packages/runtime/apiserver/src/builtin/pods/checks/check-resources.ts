import {
  duplicateField,
  type FieldError,
  forbiddenField,
  invalidField,
  notFoundField,
  notSupportedField,
  requiredField,
} from '@gotk/objects';
import { compareQuantities, parseQuantity, quantityInUnits, renderQuantity } from '@gotk/quantity';
import { amountIn } from '../../core/amount-in.js';
import type { PodSpecDraft, ResourceList, ResourcesDraft } from '../../core/pod-draft.js';
import { aggregateRequests, isPodLevelResource } from '../../core/pod-resources.js';
import { checkAmount } from '../../core/resource-quota.js';
import { allowsOvercommit, checkContainerResourceName, checkResourceName } from '../../resources/resource-names.js';

type NameCheck = (name: string, field: string) => readonly FieldError[];

/** What is wrong with what a container asks for. */
export function checkContainerResources(
  resources: ResourcesDraft | undefined,
  claimNames: readonly string[],
  field: string,
): readonly FieldError[] {
  return checkResources(resources ?? {}, { checkName: checkContainerResourceName, claimNames, field });
}

interface ResourcePlace {
  readonly checkName: NameCheck;
  readonly claimNames: readonly string[];
  readonly field: string;
}

function checkResources(
  resources: ResourcesDraft,
  { checkName, claimNames, field }: ResourcePlace,
): readonly FieldError[] {
  const { limits = {}, requests = {}, claims = [] } = resources;
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  const onlyHugePages =
    names.some((name) => name.startsWith('hugepages-')) && !names.some((name) => name === 'cpu' || name === 'memory');
  return [
    ...Object.entries(limits).flatMap(([name, amount]) =>
      checkEntry(name, amount, `${field}.limits[${name}]`, checkName),
    ),
    ...Object.entries(requests).flatMap(([name, amount]) => [
      ...checkEntry(name, amount, `${field}.requests[${name}]`, checkName),
      ...checkAgainstLimit(name, amount, limits, field),
    ]),
    ...(onlyHugePages ? [forbiddenField(field, 'HugePages require cpu or memory')] : []),
    ...checkClaims(claims, claimNames, `${field}.claims`),
  ];
}

function checkEntry(name: string, amount: string, field: string, checkName: NameCheck): readonly FieldError[] {
  return [...checkName(name, field), ...checkAmount(name, amount, field), ...checkPages(name, amount, field)];
}

const HUGE_PAGES = 'hugepages-';

/** Huge pages come in whole. */
function checkPages(name: string, amount: string, field: string): readonly FieldError[] {
  if (!name.startsWith(HUGE_PAGES)) return [];
  const size = parsedSize(name.slice(HUGE_PAGES.length));
  const shown = renderQuantity(parseQuantity(amount));
  const milli = quantityInUnits(parseQuantity(amount), -3);
  if (size === undefined || (milli >= 0n && milli % (size * 1000n) === 0n)) return [];
  return [invalidField(field, shown, `${shown} is not positive integer multiple of ${name}`)];
}

function parsedSize(text: string): bigint | undefined {
  try {
    const size = quantityInUnits(parseQuantity(text), 0);
    return size > 0n ? size : undefined;
  } catch {
    return undefined;
  }
}

function checkAgainstLimit(name: string, amount: string, limits: ResourceList, field: string): readonly FieldError[] {
  const limit = amountIn(limits, name);
  if (limit === undefined) {
    const detail = 'Limit must be set for non overcommitable resources';
    return allowsOvercommit(name) ? [] : [requiredField(`${field}.limits`, detail)];
  }
  const difference = compareQuantities(parseQuantity(amount), parseQuantity(limit));
  const refuse = (rule: string) => [
    invalidField(
      `${field}.requests`,
      renderQuantity(parseQuantity(amount)),
      `must be ${rule} ${name} limit of ${limit}`,
    ),
  ];
  if (difference !== 0 && !allowsOvercommit(name)) return refuse('equal to');
  return difference > 0 ? refuse('less than or equal to') : [];
}

function checkClaims(
  claims: NonNullable<ResourcesDraft['claims']>,
  claimNames: readonly string[],
  field: string,
): readonly FieldError[] {
  const seen = new Set<string>();
  return claims.flatMap(({ name, request = '' }, index) => {
    const at = `${field}[${index}]`;
    if (name === '') return [requiredField(at)];
    const key = request === '' ? name : `${name}/${request}`;
    const errors = seen.has(key) ? [duplicateField(at, key)] : [];
    seen.add(key);
    if (claimNames.includes(name)) return errors;
    const known = claimNames.length === 0 ? ' which is empty' : `: ${[...claimNames].sort().join(', ')}`;
    return [
      ...errors,
      { ...notFoundField(at, name), detail: `must be one of the names in pod.spec.resourceClaims${known}` },
    ];
  });
}

const POD_LEVEL = ['cpu', 'hugepages-', 'memory'];

/** What is wrong with what a pod as a whole asks for. */
export function checkPodResources(spec: PodSpecDraft, field: string): readonly FieldError[] {
  const { resources } = spec;
  if (resources === undefined) return [];
  const checkName: NameCheck = (name, at) => {
    const errors = checkResourceName(name, at);
    if (errors.length > 0 || isPodLevelResource(name)) return errors;
    return [notSupportedField(at, name, POD_LEVEL)];
  };
  const claims =
    resources.claims === undefined
      ? []
      : [forbiddenField(`${field}.claims`, 'claims may not be set for Resources at pod-level')];
  return [
    ...claims,
    ...checkResources(resources, { checkName, claimNames: [], field }),
    ...checkConsistency(spec, field),
  ];
}

/** The pod must ask for at least what its containers do, and none of them may have a higher limit. */
function checkConsistency(spec: PodSpecDraft, field: string): readonly FieldError[] {
  const { limits = {}, requests = {} } = spec.resources ?? {};
  const asked = Object.entries(aggregateRequests(spec)).flatMap(([name, sum]) => {
    const own = amountIn(requests, name);
    if (own === undefined || compareQuantities(parseQuantity(sum), parseQuantity(own)) <= 0) return [];
    const detail = `must be greater than or equal to aggregate container requests of ${sum}`;
    return [invalidField(`${field}.requests[${name}]`, own, detail)];
  });
  const limited = (spec.containers ?? []).flatMap((container, index) =>
    Object.entries(container.resources?.limits ?? {}).flatMap(([name, limit]) => {
      const own = amountIn(limits, name);
      if (own === undefined || compareQuantities(parseQuantity(limit), parseQuantity(own)) <= 0) return [];
      const at = `${field}.containers[${index}][${name}].limits`;
      return [invalidField(at, limit, `must be less than or equal to pod limits of ${own}`)];
    }),
  );
  return [...asked, ...limited];
}
