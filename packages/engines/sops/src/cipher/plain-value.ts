import { parseTime } from '@gotk/duration';
import { LocatedError } from '@gotk/located-error';
import type { SopsLeaf } from '../tree/sops-tree.js';
import { printableText, textOfBytes } from '../tree/sops-tree.js';

const MAX_INT64 = 2n ** 63n - 1n;
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((word) => [word, true] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((word) => [word, false] as const),
]);
const FLOAT = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;
const SPECIAL_FLOATS: ReadonlyMap<string, number> = new Map([
  ['inf', Number.POSITIVE_INFINITY],
  ['infinity', Number.POSITIVE_INFINITY],
  ['nan', Number.NaN],
]);

/**
 * Reads decrypted bytes as a value of a type.
 * @throws LocatedError `sops-value`. Go's messages show the text; here it is left out because it is a secret.
 */
export function readPlainValue(bytes: Uint8Array, type: string): SopsLeaf {
  const text = textOfBytes(bytes);
  switch (type) {
    case 'str':
      return text;
    case 'int':
      return readInteger(printableText(text));
    case 'float':
      return readFloat(printableText(text));
    case 'bytes':
      return { kind: 'bytes', bytes };
    case 'bool':
      return readBoolean(printableText(text));
    case 'time':
      return readTime(printableText(text));
    case 'comment':
      return { kind: 'comment', text, inline: false };
    default:
      throw new LocatedError({ code: 'sops-value', message: `Unknown datatype: ${type}` });
  }
}

function readInteger(text: string): bigint {
  if (!/^[-+]?\d+$/.test(text)) throw numberError('Atoi', 'invalid syntax');
  // Longer ones are out of range in any case, and slow to read.
  const value = text.length > 40 ? MAX_INT64 + 1n : BigInt(text.replace('+', ''));
  if (value > MAX_INT64 || value < -MAX_INT64 - 1n) throw numberError('Atoi', 'value out of range');
  return value;
}

function readFloat(text: string): number {
  const special = /^([-+]?)([a-z]+)$/i.exec(text);
  const value = special === null ? undefined : SPECIAL_FLOATS.get(special[2]?.toLowerCase() ?? '');
  if (value !== undefined && (special?.[1] === '' || !Number.isNaN(value)))
    return special?.[1] === '-' ? -value : value;
  if (!FLOAT.test(text)) throw numberError('ParseFloat', 'invalid syntax');
  if (!Number.isFinite(Number(text))) throw numberError('ParseFloat', 'value out of range');
  return Number(text);
}

function readBoolean(text: string): boolean {
  const value = BOOLEANS.get(text);
  if (value === undefined) throw numberError('ParseBool', 'invalid syntax');
  return value;
}

function readTime(text: string): SopsLeaf {
  try {
    parseTime(text);
  } catch {
    throw new LocatedError({ code: 'sops-value', message: 'parsing time "<redacted>": not a time of RFC 3339' });
  }
  const fraction = /[.,](\d+)/.exec(text)?.[1]?.slice(0, 9).replace(/0+$/, '') ?? '';
  const time = text.slice(0, 19) + (fraction === '' ? '' : `.${fraction}`);
  const zone = /(?:Z|[-+]\d\d:\d\d)$/.exec(text)?.[0] ?? 'Z';
  return { kind: 'time', text: time + (/^[-+]00:00$/.test(zone) ? 'Z' : zone) };
}

function numberError(method: string, problem: string): LocatedError {
  return new LocatedError({ code: 'sops-value', message: `strconv.${method}: parsing "<redacted>": ${problem}` });
}
