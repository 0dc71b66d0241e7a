import { LocatedError } from '@gotk/located-error';

/** One packet of Git's wire format: a line of bytes, or one of the special lengths. */
export type Packet =
  | { readonly kind: 'data'; readonly data: Buffer }
  | { readonly kind: 'flush' | 'delimiter' | 'end' };

const SPECIAL = ['flush', 'delimiter', 'end'] as const;

/**
 * Splits `bytes` into packets.
 * @throws LocatedError `git-protocol` at the first malformed or cut-off packet.
 */
export function parsePackets(bytes: Buffer): readonly Packet[] {
  const packets: Packet[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const length = parseLength(bytes, offset);
    const special = SPECIAL[length];
    if (special !== undefined) packets.push({ kind: special });
    else if (length < 4) throw invalidLength();
    else if (offset + length > bytes.length) throw protocolError('unexpected EOF');
    else packets.push({ kind: 'data', data: bytes.subarray(offset + 4, offset + length) });
    offset += Math.max(length, 4);
  }
  return packets;
}

/** A data packet with this text. */
export function renderPacket(text: string): string {
  return (Buffer.byteLength(text) + 4).toString(16).padStart(4, '0') + text;
}

/** Ends a message. */
export const FLUSH_PACKET = '0000';
export const DELIMITER_PACKET = '0001';

/** The error for an answer that is not Git's protocol. */
export function protocolError(message: string): LocatedError {
  return new LocatedError({
    code: 'git-protocol',
    message,
    hint: 'Check that the URL names a Git repository and that no login page or proxy answers in its place.',
  });
}

function parseLength(bytes: Buffer, offset: number): number {
  const digits = bytes.toString('latin1', offset, offset + 4);
  if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw invalidLength();
  return Number.parseInt(digits, 16);
}

function invalidLength(): LocatedError {
  return protocolError('invalid pkt-len found');
}
