/** Quotes as Go's time package does: anything but printable ASCII byte by byte. */
export function quote(text: string): string {
  let quoted = '';
  for (const byte of new TextEncoder().encode(text)) quoted += quoteByte(byte);
  return `"${quoted}"`;
}

function quoteByte(byte: number): string {
  if (byte === 0x22 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
  if (byte >= 0x20 && byte < 0x80) return String.fromCharCode(byte);
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}
