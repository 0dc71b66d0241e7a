import {
  type IpPrefix,
  isMappedIpv4,
  maskIpPrefix,
  parseIpPrefix,
  prefixContainsIp,
  renderIpPrefix,
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
import { CelIp, IP, parseIp } from './ips.js';

const CIDR = new CelType('opaque', 'net.CIDR');

/** A range of IP addresses. */
export class CelCidr extends CelOpaque {
  readonly type = CIDR;

  constructor(readonly prefix: IpPrefix) {
    super();
  }

  /** How many bytes its prefix takes. */
  get byteSize(): number {
    return Math.ceil(this.prefix.bits / 8);
  }

  override get goType(): string {
    return 'cel.CIDR';
  }

  override get identity(): string {
    return `\0cidr ${renderIpPrefix(this.prefix)}`;
  }

  override get goNative(): string {
    return `(netip.Prefix)${renderIpPrefix(this.prefix)}`;
  }

  equals(other: CelValue): boolean {
    if (!(other instanceof CelCidr)) throw noSuchOverload();
    const [mine, theirs] = [this.prefix, other.prefix];
    return mine.bits === theirs.bits && sameIpAddress(mine.address, theirs.address);
  }
}

/** Ranges of IP addresses. */
export const CIDR_LIBRARY: Library = {
  types: [CIDR],
  functions: [
    declare('cidr', globalOverload('string_to_cidr', [STRING], CIDR, { unary: toCidr })),
    declare('isCIDR', globalOverload('is_cidr', [STRING], BOOL, { unary: isCidr })),
    declare('string', globalOverload('cidr_to_string', [CIDR], STRING, { unary: (cidr) => renderIpPrefix(of(cidr)) })),
    declare(
      'containsIP',
      memberOverload('cidr_contains_ip_string', [CIDR, STRING], BOOL, {
        binary: (cidr, text) => prefixContainsIp(of(cidr), addressOf(text)),
      }),
      memberOverload('cidr_contains_ip_ip', [CIDR, IP], BOOL, {
        binary: (cidr, ip) => prefixContainsIp(of(cidr), (ip as CelIp).address),
      }),
    ),
    declare(
      'containsCIDR',
      memberOverload('cidr_contains_cidr_string', [CIDR, STRING], BOOL, {
        binary: (cidr, text) => containsPrefix(of(cidr), of(toCidr(text))),
      }),
      memberOverload('cidr_contains_cidr', [CIDR, CIDR], BOOL, {
        binary: (cidr, other) => containsPrefix(of(cidr), of(other)),
      }),
    ),
    declare('ip', memberOverload('cidr_ip', [CIDR], IP, { unary: (cidr) => new CelIp(of(cidr).address) })),
    declare(
      'prefixLength',
      memberOverload('cidr_prefix_length', [CIDR], INT, { unary: (cidr) => BigInt(of(cidr).bits) }),
    ),
    declare(
      'masked',
      memberOverload('cidr_masked', [CIDR], CIDR, { unary: (cidr) => new CelCidr(maskIpPrefix(of(cidr))) }),
    ),
  ],
};

function declare(name: string, ...overloads: Overload[]): FunctionDeclaration {
  return { name, overloads };
}

/** What is no address is taken for a value of another type, as in the API server. */
function addressOf(text: CelValue): CelIp['address'] {
  try {
    return parseIp(text as string).address;
  } catch {
    throw noSuchOverload();
  }
}

function of(value: CelValue): IpPrefix {
  return (value as CelCidr).prefix;
}

function toCidr(text: CelValue): CelCidr {
  try {
    return new CelCidr(parsePrefix(text as string));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CelError(`network address parse error during conversion from string: ${reason}`);
  }
}

function parsePrefix(text: string): IpPrefix {
  let prefix: IpPrefix;
  try {
    prefix = parseIpPrefix(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CelError(`network address parse error during conversion from string: ${reason}`);
  }
  if (isMappedIpv4(prefix.address)) {
    throw new CelError(`IPv4-mapped IPv6 address ${goQuote(text)} is not allowed`);
  }
  return prefix;
}

function isCidr(text: CelValue): boolean {
  try {
    parsePrefix(text as string);
    return true;
  } catch {
    return false;
  }
}

function containsPrefix(outer: IpPrefix, inner: IpPrefix): boolean {
  return outer.bits <= inner.bits && prefixContainsIp(outer, inner.address);
}
