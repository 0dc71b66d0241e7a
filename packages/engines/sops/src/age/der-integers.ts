const INTEGER = 0x02;
const SEQUENCE = 0x30;

/** The integers of a DER sequence of integers, as their bytes. @throws Error for anything else. */
export function readDerIntegers(der: Uint8Array): readonly Uint8Array[] {
  const { tag, content } = readElement(der);
  if (tag !== SEQUENCE) throw malformed();
  const integers: Uint8Array[] = [];
  for (let rest = content; rest.length > 0; ) {
    const element = readElement(rest);
    if (element.tag !== INTEGER) throw malformed();
    integers.push(element.content);
    rest = element.rest;
  }
  return integers;
}

function readElement(der: Uint8Array): { tag: number; content: Uint8Array; rest: Uint8Array } {
  const [tag = 0, first = 0] = der;
  const extra = first < 0x80 ? 0 : first & 0x7f;
  if (der.length < 2 + extra || extra > 3) throw malformed();
  const length = extra === 0 ? first : der.subarray(2, 2 + extra).reduce((sum, byte) => sum * 256 + byte, 0);
  const start = 2 + extra;
  if (start + length > der.length) throw malformed();
  return { tag, content: der.subarray(start, start + length), rest: der.subarray(start + length) };
}

function malformed(): Error {
  return new Error('asn1: structure error');
}
