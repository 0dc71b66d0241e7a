import type { PodDraft, TolerationDraft } from '../../builtin/core/pod-draft.js';
import type { AdmissionPlugin } from '../admission-chain.js';
import { writesResource } from '../forbid-write.js';

const TAINTS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];
const SECONDS = 300;

/** Pods stay on a node that went away for five minutes unless they say otherwise. */
export const defaultTolerationSeconds: AdmissionPlugin = {
  admit: (review) => {
    if (!writesResource(review, '/pods') || review.object === undefined) return;
    const { spec } = review.object as PodDraft;
    const tolerations = spec.tolerations ?? [];
    const missing = TAINTS.filter((taint) => !tolerations.some((toleration) => covers(toleration, taint)));
    if (missing.length === 0) return;
    const added = missing.map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: SECONDS }));
    spec.tolerations = [...tolerations, ...added];
  },
};

function covers({ key = '', effect = '' }: TolerationDraft, taint: string): boolean {
  return (key === taint || key === '') && (effect === 'NoExecute' || effect === '');
}
