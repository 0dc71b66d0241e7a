import { englishCount } from './english-number.js';
import { type JsonNode, nodesEqual } from './json-node.js';
import { Schema } from './schema.js';
import type { SchemaCheck } from './schema-check.js';
import type { Failure } from './validation-failure.js';

/** Lists up to this length are compared item by item; longer ones by the texts of their items first. */
const MAX_PAIRWISE = 20;

/** The keywords for arrays. */
export function checkArray(check: SchemaCheck, list: readonly JsonNode[]): void {
  const { minItems, maxItems, uniqueItems } = check.site.schema.parts.keywords;
  const got = englishCount(list.length);
  if (minItems !== undefined && list.length < minItems)
    check.fail(`minItems: got ${got}, want ${englishCount(minItems)}`);
  if (maxItems !== undefined && list.length > maxItems)
    check.fail(`maxItems: got ${got}, want ${englishCount(maxItems)}`);
  if (uniqueItems === true) checkUnique(check, list);
  checkItems(check, list);
  checkContains(check, list);
}

function checkUnique(check: SchemaCheck, list: readonly JsonNode[]): void {
  const buckets = new Map<string, number[]>();
  for (const [index, item] of list.entries()) {
    const key = list.length <= MAX_PAIRWISE ? '' : outline(item);
    const others = buckets.get(key) ?? [];
    const twin = others.find((other) => nodesEqual(item, list[other] ?? null));
    if (twin !== undefined) return check.fail(`items at ${twin} and ${index} are equal`);
    others.push(index);
    buckets.set(key, others);
  }
}

/** The same for equal items, and cheap. */
function outline(item: JsonNode): string {
  if (typeof item === 'string') return `"${item}`;
  if (item instanceof Map) return [...item.keys()].sort().join('\n');
  return Array.isArray(item) ? `[${item.length}` : typeof item;
}

function checkItems(check: SchemaCheck, list: readonly JsonNode[]): void {
  const { prefixItems = [], items, itemsAreAdditional } = check.site.schema.parts.keywords;
  for (const [index, schema] of prefixItems.slice(0, list.length).entries()) {
    check.add(check.member(schema, list[index] ?? null, String(index)));
  }
  const rest = list.slice(prefixItems.length);
  if (items instanceof Schema) {
    for (const [index, item] of rest.entries()) {
      check.add(check.member(items, item, String(prefixItems.length + index)));
    }
  } else if (items === false && itemsAreAdditional === true && rest.length > 0) {
    check.fail(`last ${englishCount(rest.length)} additionalItem(s) not allowed`);
  }
}

function checkContains(check: SchemaCheck, list: readonly JsonNode[]): void {
  const { schema, unevaluated } = check.site;
  const { contains, minContains, maxContains } = schema.parts.keywords;
  if (contains === undefined) return;
  const failures: Failure[] = [];
  const matches: number[] = [];
  for (const [index, item] of list.entries()) {
    const failure = check.member(contains, item, String(index));
    if (failure !== undefined) failures.push(failure);
    else {
      matches.push(index);
      if (schema.parts.draft >= 2020) unevaluated.items.delete(index);
    }
  }
  const places = `matched ${englishCount(matches.length)} items at ${matches.join(' ')}`;
  if (minContains !== undefined && matches.length < minContains) {
    const found = matches.length === 0 ? 'none matched' : places;
    check.fail(`min ${englishCount(minContains)} items required to match contains schema, but ${found}`, failures);
  }
  if (minContains === undefined && matches.length === 0) check.fail('no items match contains schema', failures);
  if (maxContains !== undefined && matches.length > maxContains) {
    check.fail(`max ${englishCount(maxContains)} items required to match contains schema, but ${places}`);
  }
}
