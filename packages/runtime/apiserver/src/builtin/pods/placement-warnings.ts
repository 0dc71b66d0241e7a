import type { PodSpecDraft } from '../core/pod-draft.js';
import { deprecatedNodeLabel, nodeTermWarnings } from '../node/node-label-warnings.js';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';
const NO_POD = 'a null labelSelector results in matching no pod';

interface PodTerm {
  readonly labelSelector?: object;
}

interface PodTerms {
  readonly [REQUIRED]?: readonly PodTerm[];
  readonly [PREFERRED]?: readonly { readonly podAffinityTerm?: PodTerm }[];
}

interface Affinity {
  readonly nodeAffinity?: {
    readonly [REQUIRED]?: { readonly nodeSelectorTerms?: readonly object[] };
    readonly [PREFERRED]?: readonly { readonly preference?: object }[];
  };
  readonly podAffinity?: PodTerms;
  readonly podAntiAffinity?: PodTerms;
}

/** What about where a pod wants to run probably is not meant so: labels of nodes, and spreads, in the order in which they are told. */
export function nodeWarnings(spec: PodSpecDraft, field: string): readonly string[] {
  const { nodeAffinity = {} } = affinityOf(spec);
  const at = `${field}.affinity.nodeAffinity`;
  return [
    ...Object.keys((spec['nodeSelector'] ?? {}) as object).flatMap((key) => {
      const advice = deprecatedNodeLabel(key);
      return advice === undefined ? [] : [`${field}.nodeSelector[${key}]: ${advice}`];
    }),
    ...(nodeAffinity[REQUIRED]?.nodeSelectorTerms ?? []).flatMap((term, index) =>
      nodeTermWarnings(term, `${at}.${REQUIRED}.nodeSelectorTerms[${index}]`, false),
    ),
    ...(nodeAffinity[PREFERRED] ?? []).flatMap(({ preference = {} }, index) =>
      nodeTermWarnings(preference, `${at}.${PREFERRED}[${index}].preference`, true),
    ),
    ...spreadWarnings(spec, field),
  ];
}

/** Terms about other pods that no pod matches. */
export function podTermWarnings(spec: PodSpecDraft, field: string): readonly string[] {
  const affinity = affinityOf(spec);
  return (['podAffinity', 'podAntiAffinity'] as const).flatMap((name) => {
    const at = `${field}.affinity.${name}`;
    const required = (affinity[name]?.[REQUIRED] ?? []).map(({ labelSelector }, index) => ({
      labelSelector,
      place: `${at}.${REQUIRED}[${index}].labelSelector`,
    }));
    const preferred = (affinity[name]?.[PREFERRED] ?? []).map(({ podAffinityTerm = {} }, index) => ({
      labelSelector: podAffinityTerm.labelSelector,
      place: `${at}.${PREFERRED}[${index}].podAffinityTerm.labelSelector`,
    }));
    return [...required, ...preferred].flatMap(({ labelSelector, place }) =>
      labelSelector === undefined ? [`${place}: ${NO_POD}`] : [],
    );
  });
}

function affinityOf(spec: PodSpecDraft): Affinity {
  return (spec['affinity'] ?? {}) as Affinity; // What the type's reader made of it.
}

function spreadWarnings(spec: PodSpecDraft, field: string): readonly string[] {
  const constraints = (spec['topologySpreadConstraints'] ?? []) as readonly {
    readonly topologyKey?: string;
    readonly labelSelector?: unknown;
  }[];
  return constraints.flatMap(({ topologyKey = '', labelSelector }, index) => {
    const at = `${field}.topologySpreadConstraints[${index}]`;
    const advice = deprecatedNodeLabel(topologyKey);
    return [
      ...(advice === undefined ? [] : [`${at}.topologyKey: ${topologyKey} is ${advice}`]),
      ...(labelSelector === undefined ? [`${at}.labelSelector: ${NO_POD}`] : []),
    ];
  });
}
