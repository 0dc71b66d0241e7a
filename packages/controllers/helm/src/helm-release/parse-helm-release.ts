import type { HelmRelease } from '@gotk/flux-types';
import { isJsonObject } from '@gotk/json';
import type { KubeObject } from '@gotk/objects';
import { type ConfiguredAction, intervalMs, timeoutMs } from './release-spec.js';

const ACTIONS: readonly ConfiguredAction[] = ['install', 'upgrade', 'rollback', 'uninstall', 'test'];

/**
 * Decodes a HelmRelease as far as the API server's validation does not vouch for it.
 * @throws Error that names the field.
 */
export function parseHelmRelease(object: KubeObject): HelmRelease {
  const { spec } = object as { readonly spec?: unknown };
  if (!isJsonObject(spec)) throw new Error('spec: required');
  if ((spec['chart'] === undefined) === (spec['chartRef'] === undefined)) {
    throw new Error('spec: either chart or chartRef must be set');
  }
  if (typeof spec['interval'] !== 'string') throw new Error('spec.interval: required');
  // The CRD's schema vouches for the rest.
  const release = object as HelmRelease;
  intervalMs(release);
  timeoutMs(release);
  for (const action of ACTIONS) timeoutMs(release, action);
  return release;
}
