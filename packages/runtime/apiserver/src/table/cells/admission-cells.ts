import { fieldOf, type KubeObject, type LabelSelector } from '@gotk/objects';
import { age, list, or, type RowCells, text } from './cell-texts.js';

const policyCells =
  (field: string): RowCells =>
  (object, nowMs) => [named(object), list(object, 'spec', field).length, paramKind(object), age(object, nowMs)];
const bindingCells: RowCells = (object, nowMs) => [
  named(object),
  text(object, 'spec', 'policyName'),
  paramOf(object),
  age(object, nowMs),
];
const webhookCells: RowCells = (object, nowMs) => [named(object), list(object, 'webhooks').length, age(object, nowMs)];

/** Rows of the admissionregistration group. */
export const admissionCells: Readonly<Record<string, RowCells>> = {
  'admissionregistration.k8s.io/validatingadmissionpolicies': policyCells('validations'),
  'admissionregistration.k8s.io/mutatingadmissionpolicies': policyCells('mutations'),
  'admissionregistration.k8s.io/validatingadmissionpolicybindings': bindingCells,
  'admissionregistration.k8s.io/mutatingadmissionpolicybindings': bindingCells,
  'admissionregistration.k8s.io/validatingwebhookconfigurations': webhookCells,
  'admissionregistration.k8s.io/mutatingwebhookconfigurations': webhookCells,
};

function named({ metadata }: KubeObject): string {
  return metadata.name ?? '';
}

function paramKind(policy: KubeObject): string {
  const kind = fieldOf(policy, 'spec', 'paramKind');
  return kind === undefined ? '<unset>' : `${text(kind, 'apiVersion')}/${text(kind, 'kind')}`;
}

function paramOf(binding: KubeObject): string {
  const name = text(binding, 'spec', 'paramRef', 'name');
  if (name === '') return selectorText(fieldOf(binding, 'spec', 'paramRef', 'selector') as LabelSelector | undefined); // By its codec.
  return `${or(text(binding, 'spec', 'paramRef', 'namespace'), '*')}/${name}`;
}

/** A selector as Go prints its type. */
function selectorText(selector: LabelSelector | undefined): string {
  if (selector === undefined) return '<unset>';
  const { matchLabels = {}, matchExpressions = [] } = selector;
  const labels = Object.entries(matchLabels).sort(([a], [b]) => (a < b ? -1 : 1));
  const pairs = labels.map(([name, value]) => `${name}: ${value},`).join('');
  const rows = matchExpressions.map(
    ({ key, operator, values = [] }) =>
      `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`,
  );
  return `&LabelSelector{MatchLabels:map[string]string{${pairs}},MatchExpressions:[]LabelSelectorRequirement{${rows.join('')}},}`;
}
