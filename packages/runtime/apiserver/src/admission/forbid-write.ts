import type { ApiError } from '@gotk/kube-client';
import { failure, forbidden } from '../errors/api-errors.js';
import type { AdmissionReview } from './admission-chain.js';

/** How a refusal differs from a plain one. */
export interface RefusalDetails {
  readonly code: number;
  readonly reason: string;
  readonly causes: readonly { readonly message: string }[];
  /** The whole message, where it does not begin with what is forbidden. */
  readonly message?: string;
}

/** The answer with which a plugin refuses a write, a 403 where nothing else is said. */
export function forbidWrite(
  { served, name, object }: AdmissionReview,
  why: string,
  details?: RefusalDetails,
): ApiError {
  const { group, resource } = served.definition;
  const shown = [name, object?.metadata.name, object?.metadata.generateName, 'Unknown'].find((text) => text);
  const plain = forbidden({ group, resource }, shown ?? '', why);
  if (details === undefined) return plain;
  const { code, reason, causes, message = plain.status.message } = details;
  return failure(code, reason, message, { ...plain.status.details, causes });
}

/** Whether the write is one of the resource `group/resource` itself, not of a subresource. */
export function writesResource({ served, subresource }: AdmissionReview, key: string): boolean {
  return subresource === undefined && `${served.definition.group}/${served.definition.resource}` === key;
}
