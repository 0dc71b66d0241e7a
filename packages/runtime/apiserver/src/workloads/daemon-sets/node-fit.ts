import { isJsonObject, type JsonObject } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';

/** Whether a pod may come to a node, and whether one that is there may stay. */
export interface NodeFit {
  readonly runs: boolean;
  readonly stays: boolean;
}

/** @param spec the spec of the pod, tolerations included. */
export function nodeFit(node: KubeObject, spec: JsonObject): NodeFit {
  const wanted = spec['nodeName'];
  const isMeant = wanted === undefined || wanted === '' || wanted === node.metadata.name;
  if (!isMeant || !isSelected(node, spec)) return { runs: false, stays: false };
  const taints = objectsOf(fieldOf(node, 'spec', 'taints')).filter((taint) => !isTolerated(taint, spec));
  return {
    runs: !taints.some(({ effect }) => effect === 'NoExecute' || effect === 'NoSchedule'),
    stays: !taints.some(({ effect }) => effect === 'NoExecute'),
  };
}

/** The name of the node that a pod is on, or is meant for. */
export function nodeOf(pod: KubeObject): string | undefined {
  const { nodeName } = isJsonObject(pod['spec']) ? pod['spec'] : {};
  if (typeof nodeName === 'string' && nodeName !== '') return nodeName;
  const [term] = requiredTerms(isJsonObject(pod['spec']) ? pod['spec'] : {}) ?? [];
  const field = objectsOf(term?.['matchFields']).find(({ key }) => key === 'metadata.name');
  const values = field?.['values'];
  return Array.isArray(values) && typeof values[0] === 'string' ? values[0] : undefined;
}

/** The affinity of a pod with the one node that it is for. */
export function affinityTo(node: string, affinity: unknown): JsonObject {
  const given = isJsonObject(affinity) ? affinity : {};
  const nodeAffinity = isJsonObject(given['nodeAffinity']) ? given['nodeAffinity'] : {};
  const term = { matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] };
  const required = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } };
  return { ...given, nodeAffinity: { ...nodeAffinity, ...required } };
}

function objectsOf(list: unknown): readonly JsonObject[] {
  return (Array.isArray(list) ? list : []).filter(isJsonObject);
}

function requiredTerms(spec: JsonObject): readonly JsonObject[] | undefined {
  const terms = fieldOf(
    spec,
    'affinity',
    'nodeAffinity',
    'requiredDuringSchedulingIgnoredDuringExecution',
    'nodeSelectorTerms',
  );
  return terms === undefined ? undefined : objectsOf(terms);
}

function isSelected(node: KubeObject, spec: JsonObject): boolean {
  const { labels = {}, name = '' } = node.metadata;
  const selector = isJsonObject(spec['nodeSelector']) ? spec['nodeSelector'] : {};
  if (!Object.entries(selector).every(([key, value]) => labels[key] === value)) return false;
  const terms = requiredTerms(spec);
  if (terms === undefined) return true;
  return terms.some((term) => {
    const [expressions, fields] = [objectsOf(term['matchExpressions']), objectsOf(term['matchFields'])];
    if (expressions.length + fields.length === 0) return false;
    return (
      expressions.every((each) => meets(labels[String(each['key'])], each)) &&
      fields.every((each) => each['key'] === 'metadata.name' && meets(name, each))
    );
  });
}

function meets(value: string | undefined, { operator, values }: JsonObject): boolean {
  const list = Array.isArray(values) ? (values as readonly unknown[]) : [];
  switch (operator) {
    case 'In':
      return value !== undefined && list.includes(value);
    case 'NotIn':
      return value === undefined || !list.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return Number(value) > Number(list[0]);
    case 'Lt':
      return Number(value) < Number(list[0]);
    default:
      return false;
  }
}

function isTolerated(taint: JsonObject, spec: JsonObject): boolean {
  return objectsOf(spec['tolerations']).some(({ key = '', operator = 'Equal', value = '', effect = '' }) => {
    if (effect !== '' && effect !== taint['effect']) return false;
    if (key !== '' && key !== taint['key']) return false;
    return operator === 'Exists' || (key !== '' && value === (taint['value'] ?? ''));
  });
}
