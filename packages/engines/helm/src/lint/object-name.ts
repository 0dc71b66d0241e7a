import { quoteText } from '@gotk/go-template';
import { checkPathSegmentName, nameIsDns1035Label, nameIsDnsLabel, nameIsDnsSubdomain } from '@gotk/name-rules';
import type { ObjectHead } from './rendered-objects.js';

/** Kinds whose names have rules of their own; the others are DNS subdomains. */
const RULES: ReadonlyMap<string, (name: string) => readonly string[]> = new Map<
  string,
  (name: string) => readonly string[]
>([
  ['service', (name) => nameIsDns1035Label(name, false)],
  ['namespace', (name) => nameIsDnsLabel(name, false)],
  ['certificatesigningrequest', () => []],
  ...['role', 'clusterrole', 'rolebinding', 'clusterrolebinding'].map((kind) => [kind, checkPathSegmentName] as const),
]);

/** What is wrong with an object's name, in Helm's words. */
export function objectNameProblem({ kind, name }: ObjectHead): string | undefined {
  const rule = RULES.get(kind.toLowerCase()) ?? ((text: string) => nameIsDnsSubdomain(text, false));
  const reasons = rule(name).map((reason) => `metadata.name: Invalid value: ${quoteText(name)}: ${reason}`);
  if (reasons.length === 0) return undefined;
  const text = reasons.length === 1 ? reasons.join() : `[${reasons.join(', ')}]`;
  return `object name does not conform to Kubernetes naming requirements: ${quoteText(name)}: ${text}`;
}
