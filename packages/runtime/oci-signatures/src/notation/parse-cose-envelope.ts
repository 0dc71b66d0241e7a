import { decode, encode, type TagDecoder } from 'cborg';
import { type Envelope, parseChain, readAttributes } from './envelope.js';
import { algorithmOf, isGenuine } from './signature-algorithm.js';

const ALGORITHM = 1;
const CRITICAL = 2;
const CONTENT_TYPE = 3;
const CERTIFICATES = 33;
/** Tags of values. */
const TIME = 1;
const SIGN1 = 18;
const ALGORITHMS: ReadonlyMap<unknown, string> = new Map([
  [-7, 'ES256'],
  [-35, 'ES384'],
  [-36, 'ES512'],
  [-37, 'PS256'],
  [-38, 'PS384'],
  [-39, 'PS512'],
]);

type Labels = ReadonlyMap<unknown, unknown>;

/** An envelope in the form of COSE. @throws Error for what is none, and for a signature that is not genuine. */
export function parseCoseEnvelope(bytes: Uint8Array): Envelope {
  const { header, unprotected, payload, signature } = decodeSign1(bytes);
  const x5chain = unprotected.get(CERTIFICATES);
  const certificates: readonly unknown[] = Array.isArray(x5chain) ? x5chain : [];
  const chain = parseChain(certificates.map((each) => requireBytes(each, 'certificate')));
  const key = chain[0].publicKey;
  const attributes = decodeMap(header);
  const algorithm = ALGORITHMS.get(attributes.get(ALGORITHM)) ?? '';
  // The structure that COSE signs, without data from elsewhere.
  const signed = encode(['Signature1', header, new Uint8Array(), payload]);
  if (algorithm !== algorithmOf(key) || !isGenuine({ key, signed, signature })) {
    throw new Error('signature is invalid. Error: verification error');
  }
  const critical = attributes.get(CRITICAL);
  return {
    payload,
    contentType: String(attributes.get(CONTENT_TYPE)),
    algorithm,
    chain,
    ...readAttributes({
      names: [...attributes.keys()].map(String),
      critical: (Array.isArray(critical) ? (critical as readonly unknown[]) : []).map(String),
      scheme: attributes.get('io.cncf.notary.signingScheme'),
      timeOf: (name) => timeIn(attributes, name),
    }),
  };
}

interface Sign1 {
  readonly header: Uint8Array;
  readonly unprotected: Labels;
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
}

function decodeSign1(bytes: Uint8Array): Sign1 {
  const value = decodeItem(bytes);
  const inner = value instanceof Tagged && value.tag === SIGN1 ? value.value : undefined;
  const [header, unprotected, payload, signature]: readonly unknown[] = Array.isArray(inner) ? inner : [];
  if (!(unprotected instanceof Map)) throw new Error('cbor: invalid COSE_Sign1_Tagged object');
  return {
    header: requireBytes(header, 'protected header'),
    unprotected,
    payload: requireBytes(payload, 'payload'),
    signature: requireBytes(signature, 'signature'),
  };
}

function decodeMap(bytes: Uint8Array): Labels {
  const value = decodeItem(bytes);
  if (value instanceof Map) return value;
  throw new Error('cbor: the protected header is no map');
}

class Tagged {
  constructor(
    readonly tag: number,
    readonly value: unknown,
  ) {}
}

function decodeItem(bytes: Uint8Array): unknown {
  const tags: TagDecoder[] = [];
  for (const tag of [TIME, SIGN1]) tags[tag] = (value: unknown) => new Tagged(tag, value);
  try {
    return decode(bytes, { useMaps: true, rejectDuplicateMapKeys: true, tags });
  } catch (cause) {
    throw new Error(`cbor: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

function requireBytes(value: unknown, what: string): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new Error(`cbor: the ${what} is no byte string`);
}

function timeIn(attributes: Labels, name: string): number | undefined {
  const value = attributes.get(name);
  if (value === undefined) return undefined;
  if (value instanceof Tagged && value.tag === TIME && typeof value.value === 'number') return value.value * 1000;
  throw new Error('only Tag `1` Datetime CBOR object is supported');
}
