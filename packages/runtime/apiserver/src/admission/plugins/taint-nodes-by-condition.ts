import type { DraftObject } from '../../drafts/draft.js';
import type { AdmissionPlugin } from '../admission-chain.js';
import { writesResource } from '../forbid-write.js';

interface NodeDraft extends DraftObject {
  spec: { taints?: { key: string; value?: string; effect: string }[] };
}

const NOT_READY = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

/** New nodes take no pods until something finds them ready. */
export const taintNodesByCondition: AdmissionPlugin = {
  admit: (review) => {
    if (review.operation !== 'CREATE' || !writesResource(review, '/nodes')) return;
    const { spec } = review.object as NodeDraft;
    const taints = spec.taints ?? [];
    if (taints.some(({ key, effect }) => key === NOT_READY.key && effect === NOT_READY.effect)) return;
    spec.taints = [...taints, { ...NOT_READY }];
  },
};
