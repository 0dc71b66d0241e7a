import { goQuote } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import { type IpAddress, renderIpAddress, sameIpAddress } from './ip-address.js';
import { parseIpAddress, withoutLeadingZeros } from './parse-ip-address.js';

/** An address and how many of its leading bits name the network: a CIDR. */
export interface IpPrefix {
  readonly address: IpAddress;
  readonly bits: number;
}

/**
 * Reads a CIDR as Go's netip.ParsePrefix does: no leading zeros, no zone; bits beyond the prefix may be set.
 * @throws LocatedError `ip-prefix`, in Go's words.
 */
export function parseIpPrefix(text: string): IpPrefix {
  const slash = text.lastIndexOf('/');
  if (slash === -1) throw prefixError(text, "no '/'");
  const address = parsePrefixAddress(text, text.slice(0, slash));
  if (address.zone !== '') throw prefixError(text, 'IPv6 zones cannot be present in a prefix');
  const bits = text.slice(slash + 1);
  if (!/^(0|[1-9][0-9]{0,17})$/.test(bits)) throw prefixError(text, `bad bits after slash: ${goQuote(bits)}`);
  if (Number(bits) > address.bytes.length * 8) throw prefixError(text, 'prefix length out of range');
  return { address, bits: Number(bits) };
}

function parsePrefixAddress(whole: string, text: string): IpAddress {
  try {
    return parseIpAddress(text);
  } catch (error) {
    throw prefixError(whole, error instanceof Error ? error.message : String(error));
  }
}

function prefixError(whole: string, problem: string): LocatedError {
  return new LocatedError({ code: 'ip-prefix', message: `netip.ParsePrefix(${goQuote(whole)}): ${problem}` });
}

/** Whether {@link parseIpPrefix} reads the text. */
export function isIpPrefix(text: string): boolean {
  try {
    parseIpPrefix(text);
    return true;
  } catch {
    return false;
  }
}

/** Reads a CIDR as old Kubernetes fields allow it: leading zeros are ignored. `undefined` when it is none. */
export function parseLegacyIpPrefix(text: string): IpPrefix | undefined {
  if (text.includes('%') || text.indexOf('/') !== text.lastIndexOf('/')) return undefined;
  try {
    return parseIpPrefix(withoutLeadingZeros(text));
  } catch {
    return undefined;
  }
}

/** The canonical text `address/bits`. */
export function renderIpPrefix({ address, bits }: IpPrefix): string {
  return `${renderIpAddress(address)}/${bits}`;
}

/** The prefix with all bits beyond it cleared. */
export function maskIpPrefix({ address, bits }: IpPrefix): IpPrefix {
  const bytes = address.bytes.map((byte, index) => {
    const kept = Math.min(8, Math.max(0, bits - index * 8));
    return byte & (0xff << (8 - kept));
  });
  return { address: { ...address, bytes }, bits };
}

/** Whether `address`, which must be of the same family and without zone, lies in the prefix. */
export function prefixContainsIp(prefix: IpPrefix, address: IpAddress): boolean {
  if (address.family !== prefix.address.family || address.zone !== '') return false;
  return sameIpAddress(maskIpPrefix({ address, bits: prefix.bits }).address, maskIpPrefix(prefix).address);
}
