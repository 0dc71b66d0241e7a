import { isJsonObject, type JsonValue } from '@gotk/json';
import type { KubeObject } from '@gotk/objects';
import { parseInterval } from '../artifact/parse-interval.js';
import { type DecodedSource, decodeSource } from '../spec/decode-source.js';
import { referencedName, requireTextField, textField, timeoutField } from '../spec/spec-fields.js';

/** `spec.sts` */
export interface StsSpec {
  readonly provider: string;
  readonly endpoint: string;
  readonly secretName: string | undefined;
  readonly certSecretName: string | undefined;
}

interface BucketFields {
  readonly bucketName: string;
  readonly endpoint: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly provider: string;
  readonly region: string;
  readonly prefix: string;
  readonly insecure: boolean;
  readonly ignore: string | undefined;
  readonly secretName: string | undefined;
  readonly certSecretName: string | undefined;
  readonly proxySecretName: string | undefined;
  readonly serviceAccountName: string | undefined;
  readonly sts: StsSpec | undefined;
}

/** A Bucket, decoded. */
export type Bucket = DecodedSource<BucketFields>;

/**
 * Decodes a Bucket.
 * @throws Error naming the first field that is not what it should be.
 */
export function parseBucket(object: KubeObject): Bucket {
  return decodeSource(object, (spec) => ({
    bucketName: requireTextField(spec, 'bucketName'),
    endpoint: requireTextField(spec, 'endpoint'),
    intervalMs: parseInterval('spec.interval', requireTextField(spec, 'interval')),
    timeoutMs: timeoutField(spec),
    provider: textField(spec, 'provider') || 'generic',
    region: textField(spec, 'region') ?? '',
    prefix: textField(spec, 'prefix') ?? '',
    insecure: spec['insecure'] === true,
    ignore: textField(spec, 'ignore'),
    secretName: referencedName(spec['secretRef']),
    certSecretName: referencedName(spec['certSecretRef']),
    proxySecretName: referencedName(spec['proxySecretRef']),
    serviceAccountName: textField(spec, 'serviceAccountName') || undefined,
    sts: parseSts(spec['sts']),
  }));
}

function parseSts(value: JsonValue | undefined): StsSpec | undefined {
  if (!isJsonObject(value)) return undefined;
  return {
    provider: textField(value, 'provider') ?? '',
    endpoint: textField(value, 'endpoint') ?? '',
    secretName: referencedName(value['secretRef']),
    certSecretName: referencedName(value['certSecretRef']),
  };
}
