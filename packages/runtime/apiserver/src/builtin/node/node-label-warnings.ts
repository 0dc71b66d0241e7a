import { checkLabelValue } from '@gotk/objects';

const DEPRECATED: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region': 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone': 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type': 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
  'app.kubernetes.io/created-by': 'deprecated since v1.9',
  'scheduler.alpha.kubernetes.io/preferAvoidPods': 'deprecated since v1.22; use Taints and Tolerations instead',
  'node-role.kubernetes.io/master': 'use "node-role.kubernetes.io/control-plane" instead',
};

interface NodeTerm {
  readonly matchExpressions?: readonly { readonly key?: string; readonly values?: readonly string[] }[];
}

/** What is said about the use of a label that nodes used to have. */
export function deprecatedNodeLabel(key: string): string | undefined {
  return Object.hasOwn(DEPRECATED, key) ? DEPRECATED[key] : undefined;
}

/** What about a choice of nodes probably is not meant so. Values that are wrong are refused elsewhere where they have to be right. */
export function nodeTermWarnings(term: NodeTerm, field: string, withValues: boolean): readonly string[] {
  return (term.matchExpressions ?? []).flatMap(({ key = '', values = [] }, index) => {
    const at = `${field}.matchExpressions[${index}]`;
    const advice = deprecatedNodeLabel(key);
    const wrong = values.flatMap((value, place) =>
      checkLabelValue(value).map((problem) => `${at}.values[${place}]: ${value} is invalid, ${problem}`),
    );
    return [...(advice === undefined ? [] : [`${at}.key: ${key} is ${advice}`]), ...(withValues ? wrong : [])];
  });
}
