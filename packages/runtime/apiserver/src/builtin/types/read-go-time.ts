import { type Instant, parseMicroTime, parseTime, renderMicroTime, renderTime } from '@gotk/duration';
import { DecodeError } from '../../registry/object-codec.js';

/** A time in RFC 3339, as UTC in whole seconds. @throws DecodeError in Go's words. */
export function readTime(text: string): string {
  return renderTime(parsed(parseTime, text));
}

/** A time in RFC 3339 with exactly six digits after the seconds, as UTC. @throws DecodeError in Go's words. */
export function readMicroTime(text: string): string {
  return renderMicroTime(parsed(parseMicroTime, text));
}

function parsed(parse: (text: string) => Instant, text: string): Instant {
  try {
    return parse(text);
  } catch (error) {
    throw new DecodeError(error instanceof Error ? error.message : String(error));
  }
}
