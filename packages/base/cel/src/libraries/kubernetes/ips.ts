import {
  type IpAddress,
  isGlobalUnicastIp,
  isLinkLocalMulticastIp,
  isLinkLocalUnicastIp,
  isLoopbackIp,
  isMappedIpv4,
  isUnspecifiedIp,
  parseIpAddress,
  renderIpAddress,
  sameIpAddress,
} from '@gotk/ip-address';
import { goQuote } from '@gotk/json';
import type { Library } from '../../environment/environment.js';
import {
  type FunctionDeclaration,
  globalOverload,
  memberOverload,
  type Overload,
} from '../../environment/function-declaration.js';
import { BOOL, CelType, INT, STRING } from '../../types/cel-type.js';
import { CelError, noSuchOverload } from '../../values/cel-error.js';
import { CelOpaque } from '../../values/cel-opaque.js';
import type { CelValue } from '../../values/value.js';

/** The type of IP addresses. */
export const IP = new CelType('opaque', 'net.IP');

/** An IP address. */
export class CelIp extends CelOpaque {
  readonly type = IP;

  constructor(readonly address: IpAddress) {
    super();
  }

  get byteSize(): number {
    return this.address.family === 4 ? 4 : 16;
  }

  override get goType(): string {
    return 'cel.IP';
  }

  override get identity(): string {
    return `\0ip ${renderIpAddress(this.address)}`;
  }

  override get goNative(): string {
    return `(netip.Addr)${renderIpAddress(this.address)}`;
  }

  equals(other: CelValue): boolean {
    if (!(other instanceof CelIp)) throw noSuchOverload();
    return sameIpAddress(this.address, other.address);
  }
}

/** IP addresses. */
export const IP_LIBRARY: Library = {
  types: [IP],
  functions: [
    declare('ip', globalOverload('string_to_ip', [STRING], IP, { unary: (text) => parseIp(text as string) })),
    declare('isIP', globalOverload('is_ip', [STRING], BOOL, { unary: (text) => isIp(text as string) })),
    declare('ip.isCanonical', globalOverload('ip_is_canonical', [STRING], BOOL, { unary: isCanonical })),
    declare('string', globalOverload('ip_to_string', [IP], STRING, { unary: (ip) => renderIpAddress(of(ip)) })),
    declare('family', memberOverload('ip_family', [IP], INT, { unary: (ip) => BigInt(of(ip).family) })),
    test('isUnspecified', 'ip_is_unspecified', isUnspecifiedIp),
    test('isLoopback', 'ip_is_loopback', isLoopbackIp),
    test('isLinkLocalMulticast', 'ip_is_link_local_multicast', isLinkLocalMulticastIp),
    test('isLinkLocalUnicast', 'ip_is_link_local_unicast', isLinkLocalUnicastIp),
    test('isGlobalUnicast', 'ip_is_global_unicast', isGlobalUnicastIp),
  ],
};

function declare(name: string, overload: Overload): FunctionDeclaration {
  return { name, overloads: [overload] };
}

function test(name: string, id: string, holds: (address: IpAddress) => boolean): FunctionDeclaration {
  return declare(name, memberOverload(id, [IP], BOOL, { unary: (ip) => holds(of(ip)) }));
}

function of(value: CelValue): IpAddress {
  return (value as CelIp).address;
}

/** Reads an address; those with a zone and IPv4 ones in IPv6 form are none. @throws CelError */
export function parseIp(text: string): CelIp {
  const address = parseAddress(text);
  if (address.zone !== '') throw new CelError(`IP address ${goQuote(text)} with zone value is not allowed`);
  if (isMappedIpv4(address)) throw new CelError(`IPv4-mapped IPv6 address ${goQuote(text)} is not allowed`);
  return new CelIp(address);
}

function parseAddress(text: string): IpAddress {
  try {
    return parseIpAddress(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CelError(`IP Address ${goQuote(text)} parse error during conversion from string: ${reason}`);
  }
}

function isIp(text: string): boolean {
  try {
    parseIp(text);
    return true;
  } catch {
    return false;
  }
}

function isCanonical(text: CelValue): boolean {
  return renderIpAddress(parseIp(text as string).address) === text;
}
