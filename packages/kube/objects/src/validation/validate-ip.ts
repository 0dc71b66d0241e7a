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
import { goQuote } from '@gotk/json';
import { type FieldError, invalidField } from './field-error.js';

/** Whether the text is an IP address in canonical form. */
export function validateIp(value: string, field: string): readonly FieldError[] {
  const errors = validateLegacyIp(value, field);
  const address = parseLegacyIpAddress(value);
  return errors.length > 0 || address === undefined ? errors : requireCanonical(value, renderIpAddress(address), field);
}

/** Whether the text is an IP address as fields of old APIs allow it: in any form that every reader takes for the same. */
export function validateLegacyIp(value: string, field: string): readonly FieldError[] {
  const address = parseLegacyIpAddress(value);
  if (address === undefined)
    return [invalidField(field, value, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')];
  if (!isIpAddress(value)) return [invalidField(field, value, 'must not have leading 0s')];
  return isMappedIpv4(address) ? [invalidField(field, value, 'must not be an IPv4-mapped IPv6 address')] : [];
}

/** Whether the text is a CIDR in canonical form. */
export function validateCidr(value: string, field: string): readonly FieldError[] {
  const errors = validateLegacyCidr(value, field);
  const prefix = parseLegacyIpPrefix(value);
  if (errors.length > 0 || prefix === undefined) return errors;
  return requireCanonical(value, renderIpPrefix(maskIpPrefix(prefix)), field);
}

/** Whether the text is a CIDR as fields of old APIs allow it: in any form that every reader takes for the same. */
export function validateLegacyCidr(value: string, field: string): readonly FieldError[] {
  const prefix = parseLegacyIpPrefix(value);
  if (prefix === undefined)
    return [invalidField(field, value, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)')];
  if (!isIpPrefix(value)) return [invalidField(field, value, 'must not have leading 0s in IP or prefix length')];
  if (isMappedIpv4(prefix.address)) return [invalidField(field, value, 'must not have an IPv4-mapped IPv6 address')];
  if (!sameIpAddress(prefix.address, maskIpPrefix(prefix).address))
    return [invalidField(field, value, 'must not have bits set beyond the prefix length')];
  return [];
}

function requireCanonical(value: string, canonical: string, field: string): readonly FieldError[] {
  return value === canonical ? [] : [invalidField(field, value, `must be in canonical form (${goQuote(canonical)})`)];
}
