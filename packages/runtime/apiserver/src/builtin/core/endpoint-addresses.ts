import { type FieldError, invalidField, validateLegacyIp } from '@gotk/objects';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

/** The protocols that ports of endpoints have, as errors list them. */
export const endpointProtocols: readonly string[] = PROTOCOLS;

/** Ranges in which no endpoint can be, by the beginning of their addresses, and how the API tells so. */
const UNUSABLE: readonly (readonly [range: RegExp, detail: (address: string) => string])[] = [
  [/^(?:0\.0\.0\.0|::)$/, (address) => `may not be unspecified (${address})`],
  [/^(?:127\.|::1$)/, () => 'may not be in the loopback range (127.0.0.0/8, ::1/128)'],
  [/^(?:169\.254\.|fe[89ab][0-9a-f]:)/i, () => 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'],
  [/^(?:224\.0\.0\.|ff02:)/i, () => 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'],
];

/** What is wrong with the address of an endpoint. */
export function checkEndpointIp(address: string, field: string): readonly FieldError[] {
  if (validateLegacyIp(address, field).length > 0) return [invalidField(field, address, 'must be a valid IP address')];
  return UNUSABLE.filter(([range]) => range.test(address)).map(([, detail]) =>
    invalidField(field, address, detail(address)),
  );
}
