const LINE_LENGTH = 70;
const CHUNK_BYTES = 8_192;

/** Base64 in lines of 70 characters; a text that fits in one line has no line break. */
export function encodeBase64(value: string | Uint8Array): string {
  const encoded = btoa(toBinary(typeof value === 'string' ? new TextEncoder().encode(value) : value));
  if (encoded.length < LINE_LENGTH) return encoded;
  return `${encoded.replaceAll(/.{70}/g, '$&\n').trimEnd()}\n`;
}

/** One character for each byte. */
function toBinary(bytes: Uint8Array): string {
  let binary = '';
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES)
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK_BYTES));
  return binary;
}
