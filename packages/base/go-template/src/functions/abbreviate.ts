import { byteLength, sliceBytes } from '../text/go-text.js';

const MARKER = '...';

/** Shortens a text to `width` bytes with dots on the right, and on the left when it starts beyond the fourth byte. @param width at least 4 */
export function abbreviate(subject: string, offset: number, width: number): string {
  const length = byteLength(subject);
  if (length <= width) return subject;
  const wanted = Math.min(offset, length);
  const start = length - wanted < width - 3 ? length - (width - 3) : wanted;
  if (start <= 4) return sliceBytes(subject, 0, width - 3) + MARKER;
  if (width < 7) return '';
  if (start + width - 3 < length) {
    const rest = sliceBytes(subject, start);
    return MARKER + (width - 3 < 4 ? '' : abbreviate(rest, 0, width - 3));
  }
  return MARKER + sliceBytes(subject, length - (width - 3));
}
