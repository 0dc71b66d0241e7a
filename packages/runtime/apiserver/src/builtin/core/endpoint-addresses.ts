import {
  type IpAddress,
  isLinkLocalMulticastIp,
  isLinkLocalUnicastIp,
  isLoopbackIp,
  isUnspecifiedIp,
  parseLegacyIpAddress,
} from '@gotk/ip-address';
import { type FieldError, invalidField } from '@gotk/objects';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

/** The protocols that ports of endpoints have, as errors list them. */
export const endpointProtocols: readonly string[] = PROTOCOLS;

/** Ranges in which no endpoint can be, and how the API tells so. */
const UNUSABLE: readonly (readonly [isIn: (address: IpAddress) => boolean, detail: (text: string) => string])[] = [
  [isUnspecifiedIp, (text) => `may not be unspecified (${text})`],
  [isLoopbackIp, () => 'may not be in the loopback range (127.0.0.0/8, ::1/128)'],
  [isLinkLocalUnicastIp, () => 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'],
  [isLinkLocalMulticastIp, () => 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'],
];

/** What is wrong with the address of an endpoint, in any form that old fields take. */
export function checkEndpointIp(text: string, field: string): readonly FieldError[] {
  const address = parseLegacyIpAddress(text);
  if (address === undefined) return [invalidField(field, text, 'must be a valid IP address')];
  return UNUSABLE.filter(([isIn]) => isIn(address)).map(([, detail]) => invalidField(field, text, detail(text)));
}
