import type { OwnerReference } from '@gotk/objects';
import type { DraftMeta } from '../drafts/draft.js';

/** When duplicates were seen: in what the client sent, or in what came of it. */
export type DedupeMoment = 'as-sent' | 'after-admission';

const HEADINGS: Readonly<Record<DedupeMoment, string>> = {
  'as-sent': 'contains duplicate entries',
  'after-admission': 'contains duplicate entries after mutating admission happens',
};

/** Keeps one of equal owner references and warns about the others. */
export function dedupeOwners(metadata: DraftMeta, moment: DedupeMoment, warnings: string[]): void {
  const references = metadata.ownerReferences ?? [];
  if (references.length < 2) return;
  const seen = new Set<string>();
  const kept: OwnerReference[] = [];
  const duplicates: string[] = [];
  for (const reference of references) {
    const identity = identityOf(reference);
    if (seen.has(identity)) duplicates.push(reference.uid);
    else kept.push(reference);
    seen.add(identity);
  }
  if (duplicates.length === 0) return;
  metadata.ownerReferences = kept;
  const advice =
    'API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests';
  const observed = `duplicate UID(s) observed: ${duplicates.join(', ')}`;
  warnings.push(`.metadata.ownerReferences ${HEADINGS[moment]}; ${advice}; ${observed}`);
}

function identityOf({ apiVersion, kind, name, uid, controller, blockOwnerDeletion }: OwnerReference): string {
  return JSON.stringify([apiVersion, kind, name, uid, controller ?? null, blockOwnerDeletion ?? null]);
}
