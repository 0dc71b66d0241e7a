import { goQuote } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import type { IpAddress } from './ip-address.js';

/**
 * Reads an address as Go's netip.ParseAddr does: no leading zeros; an IPv6 address may have a zone.
 * @throws LocatedError `ip-address`, in Go's words.
 */
export function parseIpAddress(text: string): IpAddress {
  const first = /[.:%]/.exec(text)?.[0];
  if (first === '.') return { family: 4, bytes: parseIpv4(text, text), zone: '' };
  if (first === ':') return parseIpv6(text);
  throw addressError(text, first === '%' ? 'missing IPv6 address' : 'unable to parse IP');
}

/** Whether {@link parseIpAddress} reads the text. */
export function isIpAddress(text: string): boolean {
  try {
    parseIpAddress(text);
    return true;
  } catch {
    return false;
  }
}

/** Reads an address as old Kubernetes fields allow it: leading zeros are ignored. `undefined` when it is none. */
export function parseLegacyIpAddress(text: string): IpAddress | undefined {
  if (text.includes('%')) return undefined;
  try {
    return parseIpAddress(withoutLeadingZeros(text));
  } catch {
    return undefined;
  }
}

/** Each group of digits without zeros before its first other digit. */
export function withoutLeadingZeros(text: string): string {
  return text.replace(/(^|[.:/])0+(?=[0-9a-fA-F])/g, '$1');
}

function parseIpv4(text: string, whole: string): Uint8Array {
  const bytes = new Uint8Array(4);
  let position = 0;
  let octet = '';
  for (const [index, character] of Array.from(text).entries()) {
    if (character >= '0' && character <= '9') {
      if (octet === '0') throw addressError(whole, 'IPv4 field has octet with leading zero');
      octet += character;
      if (Number(octet) > 255) throw addressError(whole, 'IPv4 field has value >255');
      bytes[position] = Number(octet);
    } else if (character === '.') {
      if (octet === '' || index === text.length - 1) {
        throw addressError(whole, 'IPv4 field must have at least one digit', text.slice(index));
      }
      if (position === 3) throw addressError(whole, 'IPv4 address too long');
      position++;
      octet = '';
    } else throw addressError(whole, 'unexpected character', text.slice(index));
  }
  if (position < 3) throw addressError(whole, 'IPv4 address too short');
  return bytes;
}

/** The state of reading an IPv6 address: two bytes a step, `::` remembered by where it stands. */
interface Ipv6Reading {
  readonly whole: string;
  rest: string;
  readonly bytes: number[];
  ellipsis: number | undefined;
}

function parseIpv6(whole: string): IpAddress {
  const percent = whole.indexOf('%');
  const zone = percent === -1 ? '' : whole.slice(percent + 1);
  if (percent !== -1 && zone === '') throw addressError(whole, 'zone must be a non-empty string');
  const reading: Ipv6Reading = {
    whole,
    rest: percent === -1 ? whole : whole.slice(0, percent),
    bytes: [],
    ellipsis: undefined,
  };
  if (reading.rest.startsWith('::')) {
    reading.ellipsis = 0;
    reading.rest = reading.rest.slice(2);
  }
  if (reading.rest !== '' || reading.ellipsis === undefined) readGroups(reading);
  return { family: 6, bytes: expand(reading), zone };
}

function readGroups(reading: Ipv6Reading): void {
  while (reading.bytes.length < 16) {
    const group = readGroup(reading);
    if (reading.rest[group.length] === '.') return readEmbeddedIpv4(reading);
    const value = Number.parseInt(group, 16);
    reading.bytes.push(value >> 8, value & 0xff);
    reading.rest = reading.rest.slice(group.length);
    if (reading.rest === '') return;
    readColon(reading);
    if (reading.rest === '') return;
  }
  throw addressError(reading.whole, 'trailing garbage after address', reading.rest);
}

function readGroup({ whole, rest }: Ipv6Reading): string {
  const group = /^[0-9a-fA-F]*/.exec(rest)?.[0] ?? '';
  if (group.length > 4) throw addressError(whole, 'each group must have 4 or less digits', rest);
  if (group === '') throw addressError(whole, 'each colon-separated field must have at least one digit', rest);
  return group;
}

function readEmbeddedIpv4(reading: Ipv6Reading): void {
  const { whole, rest, bytes, ellipsis } = reading;
  if (ellipsis === undefined && bytes.length !== 12) {
    throw addressError(whole, 'embedded IPv4 address must replace the final 2 fields of the address', rest);
  }
  if (bytes.length > 12) {
    throw addressError(whole, 'too many hex fields to fit an embedded IPv4 at the end of the address', rest);
  }
  bytes.push(...parseIpv4(rest, whole));
  reading.rest = '';
}

function readColon(reading: Ipv6Reading): void {
  const { whole, rest } = reading;
  if (rest[0] !== ':') throw addressError(whole, 'unexpected character, want colon', rest);
  if (rest.length === 1) throw addressError(whole, 'colon must be followed by more characters', rest);
  reading.rest = rest.slice(1);
  if (reading.rest[0] !== ':') return;
  if (reading.ellipsis !== undefined) throw addressError(whole, 'multiple :: in address', reading.rest);
  reading.ellipsis = reading.bytes.length;
  reading.rest = reading.rest.slice(1);
}

function expand({ whole, bytes, ellipsis }: Ipv6Reading): Uint8Array {
  const missing = 16 - bytes.length;
  if (missing > 0 && ellipsis === undefined) throw addressError(whole, 'address string too short');
  if (missing === 0 && ellipsis !== undefined) {
    throw addressError(whole, 'the :: must expand to at least one field of zeros');
  }
  const at = ellipsis ?? bytes.length;
  return Uint8Array.from([...bytes.slice(0, at), ...new Array<number>(missing).fill(0), ...bytes.slice(at)]);
}

function addressError(whole: string, problem: string, at = ''): LocatedError {
  const place = at === '' ? '' : ` (at ${goQuote(at)})`;
  return new LocatedError({ code: 'ip-address', message: `ParseAddr(${goQuote(whole)}): ${problem}${place}` });
}
