import {
  isIpAddress,
  isIpPrefix,
  isMappedIpv4,
  maskIpPrefix,
  parseLegacyIpAddress,
  parseLegacyIpPrefix,
  renderIpAddress,
  renderIpPrefix,
  sameIpAddress,
} from '@gotk/ip-address';

/** What to write instead of an address that not everyone reads in the same way. */
export function ipWarnings(value: string, field: string): readonly string[] {
  const address = parseLegacyIpAddress(value);
  if (address === undefined) return [];
  const canonical = isMappedIpv4(address) ? address.bytes.slice(-4).join('.') : renderIpAddress(address);
  const quoted = JSON.stringify(value);
  if (!isIpAddress(value) || isMappedIpv4(address))
    return [`${field}: non-standard IP address ${quoted} is invalid: use "${canonical}"`];
  if (value.includes(':') && canonical !== value)
    return [`${field}: IPv6 address ${quoted} should be in RFC 5952 canonical format ("${canonical}")`];
  return [];
}

/** What to write instead of a range of addresses that not everyone reads in the same way. */
export function cidrWarnings(value: string, field: string): readonly string[] {
  const prefix = parseLegacyIpPrefix(value);
  if (prefix === undefined) return [];
  const masked = maskIpPrefix(prefix);
  const canonical = renderIpPrefix(masked);
  const quoted = JSON.stringify(value);
  const single = `${renderIpAddress(prefix.address)}/${value.includes(':') ? 128 : 32}`;
  const warnings = [
    ...(sameIpAddress(prefix.address, masked.address)
      ? []
      : [`${field}: CIDR value ${quoted} is ambiguous in this context (should be "${canonical}" or "${single}"?)`]),
    ...(!isIpPrefix(value) || isMappedIpv4(prefix.address)
      ? [`${field}: non-standard CIDR value ${quoted} is invalid: use "${canonical}"`]
      : []),
  ];
  if (warnings.length > 0 || !value.includes(':') || canonical === value) return warnings;
  return [`${field}: IPv6 CIDR value ${quoted} should be in RFC 5952 canonical format ("${canonical}")`];
}
