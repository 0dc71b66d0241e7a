export {
  type IpAddress,
  isGlobalUnicastIp,
  isLinkLocalMulticastIp,
  isLinkLocalUnicastIp,
  isLoopbackIp,
  isMappedIpv4,
  isMulticastIp,
  isUnspecifiedIp,
  renderIpAddress,
  sameIpAddress,
} from './ip-address.js';
export {
  type IpPrefix,
  maskIpPrefix,
  parseIpPrefix,
  parseLegacyIpPrefix,
  prefixContainsIp,
  renderIpPrefix,
} from './ip-prefix.js';
export { parseIpAddress, parseLegacyIpAddress } from './parse-ip-address.js';
