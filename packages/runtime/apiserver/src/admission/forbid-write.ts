import type { ApiError } from '@gotk/kube-client';
import { forbidden } from '../errors/api-errors.js';
import type { AdmissionReview } from './admission-chain.js';

/** The 403 answer with which a plugin refuses a write. */
export function forbidWrite({ served, name, object }: AdmissionReview, why: string): ApiError {
  const { group, resource } = served.definition;
  const shown = [name, object?.metadata.name, object?.metadata.generateName, 'Unknown'].find((text) => text);
  return forbidden({ group, resource }, shown ?? '', why);
}

/** Whether the write is one of the resource `group/resource` itself, not of a subresource. */
export function writesResource({ served, subresource }: AdmissionReview, key: string): boolean {
  return subresource === undefined && `${served.definition.group}/${served.definition.resource}` === key;
}
