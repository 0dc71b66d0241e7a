/** An IPv4 or IPv6 address; an IPv4-mapped one counts as IPv6. */
export interface IpAddress {
  readonly family: 4 | 6;
  /** 4 or 16 bytes, the most significant first. */
  readonly bytes: Uint8Array;
  /** The zone of an IPv6 address; empty when it has none. */
  readonly zone: string;
}

/** The canonical text: dotted decimals, or RFC 5952 with IPv4-mapped addresses as `::ffff:1.2.3.4`. */
export function renderIpAddress(address: IpAddress): string {
  if (address.family === 4) return address.bytes.join('.');
  const zone = address.zone === '' ? '' : `%${address.zone}`;
  if (isMappedIpv4(address)) return `::ffff:${address.bytes.slice(12).join('.')}${zone}`;
  return renderGroups(groupsOf(address.bytes)) + zone;
}

function groupsOf(bytes: Uint8Array): readonly number[] {
  return Array.from({ length: 8 }, (_, index) => ((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0));
}

function renderGroups(groups: readonly number[]): string {
  const { start, end } = longestZeros(groups);
  const hex = groups.map((group) => group.toString(16));
  return start === end ? hex.join(':') : `${hex.slice(0, start).join(':')}::${hex.slice(end).join(':')}`;
}

/** The first longest run of at least two zero groups; empty when there is none. */
function longestZeros(groups: readonly number[]): { readonly start: number; readonly end: number } {
  let longest = { start: 0, end: 0 };
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (groups[end] === 0) end++;
    if (end - start >= 2 && end - start > longest.end - longest.start) longest = { start, end };
  }
  return longest;
}

/** Whether this is an IPv4 address written as IPv6 (`::ffff:0:0/96`). */
export function isMappedIpv4({ family, bytes }: IpAddress): boolean {
  return family === 6 && bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
}

/** Whether this is `0.0.0.0` or `::`. */
export function isUnspecifiedIp({ bytes, zone }: IpAddress): boolean {
  return zone === '' && bytes.every((byte) => byte === 0);
}

/** Whether this is in `127.0.0.0/8` or is `::1`. */
export function isLoopbackIp({ family, bytes }: IpAddress): boolean {
  if (family === 4) return bytes[0] === 127;
  return bytes.slice(0, 15).every((byte) => byte === 0) && bytes[15] === 1;
}

/** Whether this is in `224.0.0.0/4` or `ff00::/8`. */
export function isMulticastIp({ family, bytes: [first = 0] }: IpAddress): boolean {
  return family === 4 ? (first & 0xf0) === 0xe0 : first === 0xff;
}

/** Whether this is in `224.0.0.0/24` or `ff02::/16` (with any flags). */
export function isLinkLocalMulticastIp({ family, bytes: [first = 0, second = 0, third = 0] }: IpAddress): boolean {
  return family === 4 ? first === 224 && second === 0 && third === 0 : first === 0xff && (second & 0x0f) === 0x02;
}

/** Whether this is in `169.254.0.0/16` or `fe80::/10`. */
export function isLinkLocalUnicastIp({ family, bytes: [first = 0, second = 0] }: IpAddress): boolean {
  return family === 4 ? first === 169 && second === 254 : first === 0xfe && (second & 0xc0) === 0x80;
}

/** Whether this is a global unicast address in Go's sense, which counts private ranges in. */
export function isGlobalUnicastIp(address: IpAddress): boolean {
  if (address.family === 4 && (isUnspecifiedIp(address) || address.bytes.every((byte) => byte === 255))) return false;
  return (
    !isUnspecifiedIp(address) && !isLoopbackIp(address) && !isMulticastIp(address) && !isLinkLocalUnicastIp(address)
  );
}

/** Whether both are the same address, zone included. */
export function sameIpAddress(a: IpAddress, b: IpAddress): boolean {
  return a.family === b.family && a.zone === b.zone && a.bytes.every((byte, index) => byte === b.bytes[index]);
}
