import type { KubeClient } from '@gotk/kube-client';
import type { KubeObject } from '@gotk/objects';
import { FIELD_MANAGER } from '../../commands/field-manager.js';
import { textAt } from '../../kinds/cli-kind.js';
import { ENTRY } from './entry-objects.js';

/**
 * Asks the entry source to look for news, whatever its interval.
 *
 * @returns the token by which {@link hasAnswered} tells that it has.
 */
export async function requestSource(client: KubeClient, nowMs: number, signal: AbortSignal): Promise<string> {
  const token = new Date(nowMs).toISOString();
  await client.patch(
    { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository', ...ENTRY },
    { type: 'merge', body: { metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': token } } } },
    { fieldManager: FIELD_MANAGER },
    signal,
  );
  return token;
}

/**
 * Whether a source has looked for news since it was asked with this token. Later requests, by `flux reconcile`, count too:
 * their tokens are times, as ours are, or anything else that somebody wrote by hand.
 */
export function hasAnswered(source: KubeObject, token: string): boolean {
  const handled = textAt(source, 'status', 'lastHandledReconcileAt');
  return handled !== '' && !(Date.parse(handled) < Date.parse(token));
}
