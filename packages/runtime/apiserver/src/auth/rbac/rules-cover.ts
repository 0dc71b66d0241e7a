import { goQuote } from '@gotk/json';
import type { PolicyRule } from './rbac-objects.js';
import { urlMatches } from './rule-allows.js';

/** A rule about one verb on one thing. */
interface SingleRule {
  readonly verb: string;
  readonly group?: string;
  readonly resource?: string;
  readonly resourceName?: string;
  readonly url?: string;
}

/** The parts of `wanted` that none of `held` covers, as texts, sorted. */
export function uncoveredRules(held: readonly PolicyRule[], wanted: readonly PolicyRule[]): readonly string[] {
  const missing = wanted.flatMap(singleRules).filter((single) => !held.some((rule) => covers(rule, single)));
  return compactRules(missing).sort();
}

function singleRules(rule: PolicyRule): readonly SingleRule[] {
  const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  const verbs = rule.verbs ?? [];
  const names = resourceNames.length === 0 ? [undefined] : resourceNames;
  const onResources = apiGroups.flatMap((group) =>
    resources.flatMap((resource) =>
      verbs.flatMap((verb) =>
        names.map((resourceName) => ({
          verb,
          group,
          resource,
          ...(resourceName === undefined ? {} : { resourceName }),
        })),
      ),
    ),
  );
  return [...onResources, ...nonResourceURLs.flatMap((url) => verbs.map((verb) => ({ verb, url })))];
}

function covers(rule: PolicyRule, { verb, group, resource, resourceName, url }: SingleRule): boolean {
  const { apiGroups = [], resourceNames = [], nonResourceURLs = [] } = rule;
  const verbs = rule.verbs ?? [];
  if (!verbs.includes('*') && !verbs.includes(verb)) return false;
  if (url !== undefined) return nonResourceURLs.some((own) => urlMatches(own, url)) && resourceNames.length === 0;
  if (group === undefined || resource === undefined) return false;
  if (!apiGroups.includes('*') && !apiGroups.includes(group)) return false;
  return coversResource(rule.resources ?? [], resource) && coversName(resourceNames, resourceName);
}

function coversResource(own: readonly string[], resource: string): boolean {
  if (own.includes('*') || own.includes(resource)) return true;
  const slash = resource.indexOf('/');
  return slash !== -1 && own.includes(`*${resource.slice(slash)}`);
}

function coversName(own: readonly string[], name: string | undefined): boolean {
  return own.length === 0 || (name !== undefined && own.includes(name));
}

/** Rules that differ in their verb alone become one. */
function compactRules(rules: readonly SingleRule[]): string[] {
  const verbsOf = new Map<string, string[]>();
  const texts: string[] = [];
  for (const rule of rules) {
    const subject = subjectOf(rule);
    const verbs = rule.url === undefined ? verbsOf.get(subject) : undefined;
    if (verbs !== undefined) verbs.push(rule.verb);
    else if (rule.url === undefined) verbsOf.set(subject, [rule.verb]);
    else texts.push(`{${subject}, Verbs:${quoteAll([rule.verb])}}`);
  }
  return [...texts, ...Array.from(verbsOf, ([subject, verbs]) => `{${subject}, Verbs:${quoteAll(verbs)}}`)];
}

function subjectOf({ group = '', resource = '', resourceName, url }: SingleRule): string {
  if (url !== undefined) return `NonResourceURLs:${quoteAll([url])}`;
  const names = resourceName === undefined ? '' : `, ResourceNames:${quoteAll([resourceName])}`;
  return `APIGroups:${quoteAll([group])}, Resources:${quoteAll([resource])}${names}`;
}

/** Texts as Go's `%q` shows a list of them. */
export function quoteAll(texts: readonly string[]): string {
  return `[${texts.map(goQuote).join(' ')}]`;
}
