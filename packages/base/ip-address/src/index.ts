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
  isIpPrefix,
  maskIpPrefix,
  parseIpPrefix,
  parseLegacyIpPrefix,
  prefixContainsIp,
  renderIpPrefix,
} from './ip-prefix.js';
export { isIpAddress, parseIpAddress, parseLegacyIpAddress } from './parse-ip-address.js';
