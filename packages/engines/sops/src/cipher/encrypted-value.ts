import { LocatedError } from '@gotk/located-error';
import { decodeBase64, encodeBase64 } from './base64.js';

/** An encrypted value, taken apart. */
export interface EncryptedValue {
  readonly data: Uint8Array;
  readonly iv: Uint8Array;
  readonly tag: Uint8Array;
  /** `str`, `int`, `float`, `bytes`, `bool`, `time` or `comment`. */
  readonly type: string;
}

const START = 'ENC[AES256_GCM,data:';
const IV = ',iv:';
const TAG = ',tag:';
const TYPE = ',type:';

/**
 * Takes apart `ENC[AES256_GCM,data:…,iv:…,tag:…,type:…]`. What follows the last bracket of the line is ignored.
 * @throws LocatedError `sops-value`. The message does not show the value, which may be a secret that was never encrypted.
 */
export function parseEncryptedValue(text: string): EncryptedValue {
  const parts = splitValue(text);
  if (parts === undefined)
    throw new LocatedError({
      code: 'sops-value',
      message: "Input string <redacted> does not match sops' data format",
    });
  const [data, iv, tag, type] = parts;
  return { data: decode('data', data), iv: decode('iv', iv), tag: decode('tag', tag), type };
}

/** The last marks that leave something between them count. */
function splitValue(text: string): readonly [string, string, string, string] | undefined {
  if (!text.startsWith(START)) return undefined;
  const lineEnd = text.indexOf('\n');
  const line = lineEnd < 0 ? text : text.slice(0, lineEnd);
  const end = line.lastIndexOf(']');
  const type = lastBefore(line, TYPE, end);
  const tag = lastBefore(line, TAG, type);
  const iv = lastBefore(line, IV, tag);
  if (iv <= START.length) return undefined;
  return [
    line.slice(START.length, iv),
    line.slice(iv + IV.length, tag),
    line.slice(tag + TAG.length, type),
    line.slice(type + TYPE.length, end),
  ];
}

/** Where `mark` stands last so that something is left between it and `end`; -1 for nowhere. */
function lastBefore(line: string, mark: string, end: number): number {
  const latest = end - mark.length - 1;
  return latest < 0 ? -1 : line.lastIndexOf(mark, latest);
}

function decode(part: string, text: string): Uint8Array {
  try {
    return decodeBase64(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LocatedError({ code: 'sops-value', message: `Error base64-decoding ${part}: ${reason}` });
  }
}

/** Puts an encrypted value together. */
export function renderEncryptedValue({ data, iv, tag, type }: EncryptedValue): string {
  return `${START}${encodeBase64(data)}${IV}${encodeBase64(iv)}${TAG}${encodeBase64(tag)}${TYPE}${type}]`;
}
