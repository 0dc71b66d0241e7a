import { isJsonObject, type JsonObject } from '@gotk/json';

/** A label selector as Kubernetes shows it in messages; `nil` when there is none. */
export function selectorText(selector: unknown): string {
  if (!isJsonObject(selector as JsonObject | undefined)) return 'nil';
  const { matchLabels, matchExpressions } = selector as JsonObject;
  const labels = Object.entries(isJsonObject(matchLabels) ? matchLabels : {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, text]) => `${name}: ${String(text)},`);
  const rules = (Array.isArray(matchExpressions) ? (matchExpressions as readonly JsonObject[]) : []).map(
    ({ key, operator, values }) => {
      const list = Array.isArray(values) ? (values as readonly unknown[]).join(' ') : '';
      return `LabelSelectorRequirement{Key:${String(key)},Operator:${String(operator)},Values:[${list}],},`;
    },
  );
  return `&LabelSelector{MatchLabels:map[string]string{${labels.join('')}},MatchExpressions:[]LabelSelectorRequirement{${rules.join('')}},}`;
}
