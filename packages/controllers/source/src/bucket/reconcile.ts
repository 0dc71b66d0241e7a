import type { Done, ReconcileContext } from '@gotk/controller-runtime';
import { announceStart } from '../conditions/announce-progress.js';
import { SourceFailure } from '../conditions/source-failure.js';
import { requireSpec, textField } from '../spec/spec-fields.js';

/** Says that no provider of buckets is there yet, rather than leave a Bucket without a word. */
export async function reconcileBucket(context: ReconcileContext): Promise<Done> {
  await announceStart(context);
  const provider = textField(requireSpec(context.object), 'provider') ?? 'generic';
  const message = `spec.provider: ${JSON.stringify(provider)} is not supported yet`;
  const reason = 'InvalidProviderConfiguration';
  throw new SourceFailure({ kind: 'stalled', condition: 'FetchFailed', reason, message });
}
