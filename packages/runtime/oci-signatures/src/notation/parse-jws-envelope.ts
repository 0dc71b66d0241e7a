import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { parseObject } from '../read-manifest.js';
import { type Envelope, parseChain, readAttributes } from './envelope.js';
import { algorithmOf, isGenuine } from './signature-algorithm.js';

const MEMBERS = ['alg', 'cty', 'crit'];

/** An envelope in the form of JWS, in JSON. @throws Error for what is none, and for a signature that is not genuine. */
export function parseJwsEnvelope(bytes: Uint8Array): Envelope {
  const { payload, protected: header, header: unprotected, signature } = parseObject(bytes);
  const x5c = isJsonObject(unprotected) ? unprotected['x5c'] : undefined;
  const certificates = (Array.isArray(x5c) ? (x5c as readonly JsonValue[]) : []).map((each) =>
    Buffer.from(String(each), 'base64'),
  );
  const chain = parseChain(certificates);
  const key = chain[0].publicKey;
  const attributes = parseObject(decode(header));
  const signed = Buffer.from(`${String(header)}.${String(payload)}`);
  const isOfKey = attributes['alg'] === algorithmOf(key);
  if (!isOfKey || !isGenuine({ key, signed, signature: decode(signature) })) {
    throw new Error('signature is invalid. Error: crypto/rsa: verification error');
  }
  return {
    payload: decode(payload),
    contentType: String(attributes['cty']),
    algorithm: String(attributes['alg']),
    chain,
    ...readAttributes({
      names: Object.keys(attributes),
      critical: criticalOf(attributes).filter((name) => !MEMBERS.includes(name)),
      scheme: attributes['io.cncf.notary.signingScheme'],
      timeOf: (name) => timeIn(attributes, name),
    }),
  };
}

function decode(value: JsonValue | undefined): Buffer {
  return Buffer.from(typeof value === 'string' ? value : '', 'base64url');
}

function criticalOf({ crit }: JsonObject): readonly string[] {
  return Array.isArray(crit) ? (crit as readonly JsonValue[]).map(String) : [];
}

function timeIn(attributes: JsonObject, name: string): number | undefined {
  const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  if (value === undefined || value === null) return undefined;
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time)) throw new Error(`${name} is no time`);
  return time;
}
