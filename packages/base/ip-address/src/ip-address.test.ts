import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isGlobalUnicastIp,
  isLinkLocalMulticastIp,
  isLinkLocalUnicastIp,
  isLoopbackIp,
  isMulticastIp,
  isUnspecifiedIp,
  maskIpPrefix,
  parseIpAddress,
  parseIpPrefix,
  parseLegacyIpAddress,
  parseLegacyIpPrefix,
  prefixContainsIp,
  renderIpAddress,
  renderIpPrefix,
} from './index.js';

describe('parseIpAddress', () => {
  it.each([
    ['10.9.8.7', '10.9.8.7'],
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['::', '::'],
    ['1::', '1::'],
    ['::ffff:1.2.3.4', '::ffff:1.2.3.4'],
    ['64:ff9b::1.2.3.4', '64:ff9b::102:304'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
    ['1:0:2:0:3:0:4:0', '1:0:2:0:3:0:4:0'],
  ])('%s', (text, canonical) => expect(renderIpAddress(parseIpAddress(text))).toBe(canonical));

  it.each([
    ['x', 'ParseAddr("x"): unable to parse IP'],
    ['%z', 'ParseAddr("%z"): missing IPv6 address'],
    ['1.2.3', 'ParseAddr("1.2.3"): IPv4 address too short'],
    ['1.2.3.4.5', 'ParseAddr("1.2.3.4.5"): IPv4 address too long'],
    ['1.2.3.256', 'ParseAddr("1.2.3.256"): IPv4 field has value >255'],
    ['010.0.0.1', 'ParseAddr("010.0.0.1"): IPv4 field has octet with leading zero'],
    ['1..2.3', 'ParseAddr("1..2.3"): IPv4 field must have at least one digit (at ".2.3")'],
    ['1.2.x.4', 'ParseAddr("1.2.x.4"): unexpected character (at "x.4")'],
    ['1:2', 'ParseAddr("1:2"): address string too short'],
    ['1::2::3', 'ParseAddr("1::2::3"): multiple :: in address (at ":3")'],
    ['12345::', 'ParseAddr("12345::"): each group must have 4 or less digits (at "12345::")'],
    ['::%', 'ParseAddr("::%"): zone must be a non-empty string'],
  ])('refuses %s', (text, message) => expect(() => parseIpAddress(text)).toThrow(message));

  it('allows leading zeros in the legacy form alone', () => {
    expect(parseLegacyIpAddress('010.001.0.1')?.bytes).toEqual(Uint8Array.of(10, 1, 0, 1));
    expect(parseLegacyIpAddress('1.2.3')).toBeUndefined();
    expect(parseLegacyIpPrefix('010.0.0.0/08')?.bits).toBe(8);
  });
});

it.each([
  ['0.0.0.0', isUnspecifiedIp],
  ['127.3.4.5', isLoopbackIp],
  ['::1', isLoopbackIp],
  ['239.0.0.1', isMulticastIp],
  ['224.0.0.9', isLinkLocalMulticastIp],
  ['ff12::1', isLinkLocalMulticastIp],
  ['169.254.1.1', isLinkLocalUnicastIp],
  ['fe80::1', isLinkLocalUnicastIp],
  ['10.0.0.1', isGlobalUnicastIp],
])('%s is what it is', (text, predicate) => expect(predicate(parseIpAddress(text))).toBe(true));

describe('prefixes', () => {
  it('mask what lies beyond them', () => {
    expect(renderIpPrefix(maskIpPrefix(parseIpPrefix('10.9.8.7/20')))).toBe('10.9.0.0/20');
    expect(renderIpPrefix(maskIpPrefix(parseIpPrefix('2001:db8::ffff/64')))).toBe('2001:db8::/64');
  });

  it('contain addresses of their family', () => {
    const prefix = parseIpPrefix('10.0.0.0/8');
    expect(prefixContainsIp(prefix, parseIpAddress('10.255.0.1'))).toBe(true);
    expect(prefixContainsIp(prefix, parseIpAddress('11.0.0.1'))).toBe(false);
    expect(prefixContainsIp(parseIpPrefix('::/0'), parseIpAddress('10.0.0.1'))).toBe(false);
  });

  it.each([
    ['1.2.3.4', `netip.ParsePrefix("1.2.3.4"): no '/'`],
    ['1.2.3.4/33', 'netip.ParsePrefix("1.2.3.4/33"): prefix length out of range'],
    ['1.2.3.4/08', 'netip.ParsePrefix("1.2.3.4/08"): bad bits after slash: "08"'],
    ['fe80::%z/3', 'netip.ParsePrefix("fe80::%z/3"): IPv6 zones cannot be present in a prefix'],
  ])('%s is refused', (text, message) => expect(() => parseIpPrefix(text)).toThrow(message));
});

it('what is rendered parses to the same bytes', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ minLength: 4, maxLength: 4 }),
    fc.array(fc.constantFrom(0, 0, 1, 255), { minLength: 16, maxLength: 16 }).map((list) => Uint8Array.from(list)),
  );
  fc.assert(
    fc.property(bytes, (address) => {
      const text = renderIpAddress({ family: address.length === 4 ? 4 : 6, bytes: address, zone: '' });
      expect(parseIpAddress(text).bytes).toEqual(address);
    }),
  );
});
