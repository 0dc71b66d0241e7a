import { isJsonObject, type JsonValue } from '@gotk/json';
import type { KubeObject } from '@gotk/objects';
import { parseInterval } from '../artifact/parse-interval.js';
import { parseVerify, type Verify } from '../signatures/parse-verify.js';
import { type DecodedSource, decodeSource } from '../spec/decode-source.js';
import { referencedName, requireTextField, textField, timeoutField } from '../spec/spec-fields.js';

/** Which artifact of a repository. */
export type OciSelector =
  | { readonly kind: 'digest'; readonly digest: string }
  | { readonly kind: 'semver'; readonly range: string; readonly filter: string }
  | { readonly kind: 'tag'; readonly tag: string };

/** `spec.layerSelector` */
export interface LayerSelector {
  readonly mediaType: string;
  readonly operation: 'extract' | 'copy';
}

interface OciRepositoryFields {
  readonly url: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly selector: OciSelector;
  readonly layer: LayerSelector;
  readonly insecure: boolean;
  readonly provider: string;
  readonly secretName: string | undefined;
  readonly serviceAccountName: string | undefined;
  readonly certSecretName: string | undefined;
  readonly proxySecretName: string | undefined;
  readonly verify: Verify | undefined;
  readonly ignore: string | undefined;
}

/** An OCIRepository, decoded. */
export type OciRepository = DecodedSource<OciRepositoryFields>;

/**
 * Decodes an OCIRepository.
 * @throws Error naming the first field that is not what it should be.
 */
export function parseOciRepository(object: KubeObject): OciRepository {
  return decodeSource(object, (spec) => ({
    url: requireTextField(spec, 'url'),
    intervalMs: parseInterval('spec.interval', requireTextField(spec, 'interval')),
    timeoutMs: timeoutField(spec),
    selector: parseSelector(spec['ref']),
    layer: parseLayerSelector(spec['layerSelector']),
    insecure: spec['insecure'] === true,
    provider: textField(spec, 'provider') ?? 'generic',
    secretName: referencedName(spec['secretRef']),
    serviceAccountName: textField(spec, 'serviceAccountName') || undefined,
    certSecretName: referencedName(spec['certSecretRef']) || undefined,
    proxySecretName: referencedName(spec['proxySecretRef']),
    verify: parseVerify(spec['verify']),
    ignore: textField(spec, 'ignore'),
  }));
}

/** What is empty counts as left out; what is named first here wins. */
function parseSelector(value: JsonValue | undefined): OciSelector {
  const ref = isJsonObject(value) ? value : {};
  const [digest, range, tag] = ['digest', 'semver', 'tag'].map((field) => textField(ref, field) || undefined);
  if (digest !== undefined) return { kind: 'digest', digest };
  if (range !== undefined) return { kind: 'semver', range, filter: textField(ref, 'semverFilter') ?? '' };
  return { kind: 'tag', tag: tag ?? 'latest' };
}

function parseLayerSelector(value: JsonValue | undefined): LayerSelector {
  const selector = isJsonObject(value) ? value : {};
  const operation = textField(selector, 'operation') === 'copy' ? 'copy' : 'extract';
  return { mediaType: textField(selector, 'mediaType') ?? '', operation };
}
