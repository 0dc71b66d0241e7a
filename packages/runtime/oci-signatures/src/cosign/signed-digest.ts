import { isJsonObject, type JsonObject } from '@gotk/json';
import { objectsIn, parseObject } from '../read-manifest.js';

const IN_TOTO = 'application/vnd.in-toto+json';

/** The digest that a payload of cosign 2 speaks of; `undefined` when it is none. */
export function digestOfPayload(payload: Uint8Array): string | undefined {
  const { critical } = parseObject(payload);
  if (!isJsonObject(critical) || critical['type'] !== 'cosign container image signature') return undefined;
  const { image } = critical;
  return isJsonObject(image) ? String(image['docker-manifest-digest']) : undefined;
}

/** An envelope of DSSE with a statement. */
export interface Statement {
  /** What was signed. */
  readonly signed: Buffer;
  /** In base64. */
  readonly signatures: readonly string[];
  /** Digests of what it speaks of. */
  readonly subjects: readonly string[];
}

/** The statement in a bundle; `undefined` when there is none. */
export function statementOf({ dsseEnvelope: envelope }: JsonObject): Statement | undefined {
  if (!isJsonObject(envelope) || envelope['payloadType'] !== IN_TOTO) return undefined;
  const payload = Buffer.from(String(envelope['payload']), 'base64');
  return {
    signed: Buffer.concat([Buffer.from(`DSSEv1 ${IN_TOTO.length} ${IN_TOTO} ${payload.length} `), payload]),
    signatures: objectsIn(envelope['signatures']).map(({ sig }) => String(sig)),
    subjects: objectsIn(parseObject(payload)['subject']).flatMap(({ digest }) =>
      isJsonObject(digest) && typeof digest['sha256'] === 'string' ? [`sha256:${digest['sha256']}`] : [],
    ),
  };
}
