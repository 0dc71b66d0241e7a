import type { HelmRelease } from '@gotk/flux-types';
import type { ReleaseProgress } from './release-progress.js';

const REQUESTED_AT = 'reconcile.fluxcd.io/requestedAt';
const FORCE_AT = 'reconcile.fluxcd.io/forceAt';
const RESET_AT = 'reconcile.fluxcd.io/resetAt';

/** Whether a person asks for a release though nothing has changed. Asking counts as handled, whatever the answer. */
export function takeForceRequest(object: HelmRelease, progress: ReleaseProgress): boolean {
  const isAsked = isAskedFor(object, FORCE_AT, progress.fields.lastHandledForceAt);
  const token = object.metadata.annotations?.[FORCE_AT];
  if (token !== undefined) progress.update({ lastHandledForceAt: token });
  return isAsked;
}

/** Whether a person asks for failures to be forgotten. Asking counts as handled, whatever the answer. */
export function takeResetRequest(object: HelmRelease, progress: ReleaseProgress): boolean {
  const isAsked = isAskedFor(object, RESET_AT, progress.fields.lastHandledResetAt);
  const token = object.metadata.annotations?.[RESET_AT];
  if (token !== undefined) progress.update({ lastHandledResetAt: token });
  return isAsked;
}

/** A request counts with the request to reconcile that it came with, and once. */
function isAskedFor({ metadata, status }: HelmRelease, annotation: string, handled: string | undefined): boolean {
  const token = metadata.annotations?.[annotation];
  const isCurrent = token !== undefined && token === metadata.annotations?.[REQUESTED_AT];
  return isCurrent && status?.lastHandledReconcileAt !== token && handled !== token;
}
