/** Writers for ASN.1's distinguished encoding rules, as far as certificates need them. */

/** One element: its tag, its length, its content. */
export function derElement(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

function lengthOf(length: number): Uint8Array {
  if (length < 0x80) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

export const derSequence = (...items: readonly Uint8Array[]): Uint8Array => derElement(0x30, ...items);
export const derSet = (...items: readonly Uint8Array[]): Uint8Array => derElement(0x31, ...items);
export const derOctets = (content: Uint8Array): Uint8Array => derElement(0x04, content);
export const derText = (text: string): Uint8Array => derElement(0x0c, Buffer.from(text));
export const derBoolean = (value: boolean): Uint8Array => derElement(0x01, Buffer.from([value ? 0xff : 0]));

/** A positive integer from its big-endian bytes. */
export function derInteger(bytes: Uint8Array): Uint8Array {
  const padded = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
  return derElement(0x02, padded);
}

/** A string of whole bytes with `unused` bits at its end. */
export function derBits(content: Uint8Array, unused = 0): Uint8Array {
  return derElement(0x03, Buffer.from([unused]), content);
}

/** An object identifier in dotted form. */
export function derIdentifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return derElement(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): readonly number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift(0x80 | (rest & 0x7f));
  return bytes;
}

/** A time in UTC, whole seconds. */
export function derTime(timeMs: number): Uint8Array {
  const text = `${new Date(timeMs).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
  // Until 2049 certificates write two digits of the year.
  return text < '2050' ? derElement(0x17, Buffer.from(text.slice(2))) : derElement(0x18, Buffer.from(text));
}
