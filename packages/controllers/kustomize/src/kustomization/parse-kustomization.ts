import type { Kustomization } from '@gotk/flux-types';
import { isJsonObject } from '@gotk/json';
import type { KubeObject } from '@gotk/objects';
import { intervalMs, retryIntervalMs, timeoutMs } from './intervals.js';

/**
 * Decodes a Kustomization as far as the API server's validation does not vouch for it.
 * @throws Error that names the field.
 */
export function parseKustomization(object: KubeObject): Kustomization {
  const { spec } = object as { readonly spec?: unknown };
  if (!isJsonObject(spec)) throw new Error('spec: required');
  if (!isJsonObject(spec['sourceRef'])) throw new Error('spec.sourceRef: required');
  if (typeof spec['interval'] !== 'string') throw new Error('spec.interval: required');
  // The CRD's schema vouches for the rest.
  const kustomization = object as Kustomization;
  for (const read of [intervalMs, retryIntervalMs, timeoutMs]) read(kustomization);
  return kustomization;
}
