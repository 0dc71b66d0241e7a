/* The little of ASN.1's distinguished encoding that keys and certificates need. */

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** A decoded element. */
export interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array;
  /** With its header. */
  readonly raw: Uint8Array;
}

/** Any element: tag, length and the contents one after another. */
export function element(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = concatBytes(contents);
  return concatBytes([Uint8Array.of(tag), lengthBytes(content.length), content]);
}

/** A SEQUENCE of encoded items. */
export function sequence(...items: readonly Uint8Array[]): Uint8Array {
  return element(TAG.sequence, ...items);
}

/** A non-negative integer. */
export function integer(value: bigint): Uint8Array {
  const bytes = bigintToBytes(value);
  const padded = (bytes[0] ?? 0) >= 0x80 ? concatBytes([Uint8Array.of(0), bytes]) : bytes;
  return element(TAG.integer, padded);
}

/** An OBJECT IDENTIFIER from its dotted form. */
export function objectId(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups: number[] = [];
    for (let value = arc; value > 0 || groups.length === 0; value = Math.floor(value / 128)) {
      groups.unshift((value % 128) | (groups.length === 0 ? 0 : 0x80));
    }
    bytes.push(...groups);
  }
  return element(TAG.oid, Uint8Array.from(bytes));
}

/** A BIT STRING. */
export function bitString(bytes: Uint8Array, unusedBits = 0): Uint8Array {
  return element(TAG.bitString, Uint8Array.of(unusedBits), bytes);
}

/** An OCTET STRING. */
export function octetString(bytes: Uint8Array): Uint8Array {
  return element(TAG.octetString, bytes);
}

export const NULL_ELEMENT = element(TAG.null);

/** The element at the start of these bytes. @returns undefined when they are malformed */
export function readElement(
  bytes: Uint8Array,
): { readonly element: DerElement; readonly rest: Uint8Array } | undefined {
  const [tag, first] = bytes;
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined;
  const extra = first < 0x80 ? 0 : first & 0x7f;
  if (extra > 4 || (first >= 0x80 && extra === 0)) return undefined;
  let length = first < 0x80 ? first : 0;
  for (let index = 0; index < extra; index++) length = length * 256 + (bytes[2 + index] ?? 0);
  const start = 2 + extra;
  const end = start + length;
  if (end > bytes.length) return undefined;
  return {
    element: { tag, content: bytes.subarray(start, end), raw: bytes.subarray(0, end) },
    rest: bytes.subarray(end),
  };
}

/** The elements inside a sequence. @returns undefined when they are malformed */
export function readElements(content: Uint8Array): DerElement[] | undefined {
  const elements: DerElement[] = [];
  for (let rest = content; rest.length > 0; ) {
    const read = readElement(rest);
    if (read === undefined) return undefined;
    elements.push(read.element);
    rest = read.rest;
  }
  return elements;
}

/** The elements of the one sequence that these bytes hold. */
export function readSequence(bytes: Uint8Array): DerElement[] | undefined {
  const read = readElement(bytes);
  if (read === undefined || read.element.tag !== TAG.sequence) return undefined;
  return readElements(read.element.content);
}

/** The value of an integer element. */
export function integerOf(item: DerElement | undefined): bigint | undefined {
  return item?.tag === TAG.integer && item.content.length > 0 ? bytesToBigint(item.content) : undefined;
}

/** The dotted form of an object identifier element. */
export function objectIdOf(item: DerElement | undefined): string | undefined {
  if (item?.tag !== TAG.oid) return undefined;
  const arcs: number[] = [];
  let value = 0;
  for (const byte of item.content) {
    value = value * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    if (arcs.length === 0)
      arcs.push(Math.min(2, Math.floor(value / 40)), value - 40 * Math.min(2, Math.floor(value / 40)));
    else arcs.push(value);
    value = 0;
  }
  return arcs.join('.');
}

/** The unsigned number that big-endian bytes stand for. */
export function bytesToBigint(bytes: Uint8Array): bigint {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex === '' ? 0n : BigInt(`0x${hex}`);
}

/** Big-endian bytes, at least one, padded to `length`. */
export function bigintToBytes(value: bigint, length = 1): Uint8Array {
  const digits = value.toString(16);
  const hex = digits.padStart(Math.max(length * 2, digits.length + (digits.length % 2)), '0');
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** All the bytes in a row. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

function lengthBytes(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const bytes = bigintToBytes(BigInt(length));
  return concatBytes([Uint8Array.of(0x80 | bytes.length), bytes]);
}
