import type { KubeObject } from '@gotk/objects';
import { parseInterval } from '../artifact/parse-interval.js';
import { type DecodedSource, decodeSource } from '../spec/decode-source.js';
import { referencedName, requireSpec, requireTextField, textField, timeoutField } from '../spec/spec-fields.js';

const DEFAULT_INTERVAL = '1m';

interface HelmRepositoryFields {
  readonly url: string;
  /** A registry is never looked at for its own sake; an index is fetched. */
  readonly type: 'default' | 'oci';
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly insecure: boolean;
  readonly passCredentials: boolean;
  readonly provider: string;
  readonly secretName: string | undefined;
  readonly certSecretName: string | undefined;
}

/** A HelmRepository, decoded. */
export type HelmRepository = DecodedSource<HelmRepositoryFields>;

/**
 * Decodes a HelmRepository.
 * @throws Error naming the first field that is not what it should be.
 */
export function parseHelmRepository(object: KubeObject): HelmRepository {
  return decodeSource(object, (spec) => ({
    url: requireTextField(spec, 'url'),
    type: isRegistry(object) ? 'oci' : 'default',
    intervalMs: parseInterval('spec.interval', textField(spec, 'interval') || DEFAULT_INTERVAL),
    timeoutMs: timeoutField(spec),
    insecure: spec['insecure'] === true,
    passCredentials: spec['passCredentials'] === true,
    provider: textField(spec, 'provider') ?? 'generic',
    secretName: referencedName(spec['secretRef']),
    certSecretName: referencedName(spec['certSecretRef']),
  }));
}

/** Whether a HelmRepository stands for a registry. */
export function isRegistry(object: KubeObject): boolean {
  return requireSpec(object)['type'] === 'oci';
}
