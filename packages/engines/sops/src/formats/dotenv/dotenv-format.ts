import { LocatedError } from '@gotk/located-error';
import type { SopsBranch, SopsField, SopsText, SopsTree } from '../../tree/sops-tree.js';
import { bytesOfText, isBranch, isList, printableText, textOfBytes } from '../../tree/sops-tree.js';
import { textOfValue } from '../text-of-value.js';

const NEWLINE = 0x0a;
const HASH = 0x23;
const EQUALS = 0x3d;

/** Reads `KEY=value` lines; `\n` in a value is a line break. @throws LocatedError `dotenv-syntax` */
export function parseDotenvFile(bytes: Uint8Array): SopsTree {
  const entries = splitLines(bytes).map((line): SopsBranch['entries'][number] => {
    if (line[0] === HASH) return { kind: 'comment', text: textOfBytes(line.subarray(1)), inline: false };
    const equals = line.indexOf(EQUALS);
    // The line may hold a secret, so it is not shown.
    if (equals < 0) throw new LocatedError({ code: 'dotenv-syntax', message: 'invalid dotenv input line: <redacted>' });
    const value = replaceText(textOfBytes(line.subarray(equals + 1)), '\\n', '\n');
    return { kind: 'field', key: printableText(textOfBytes(line.subarray(0, equals))), value };
  });
  return [{ kind: 'branch', entries }];
}

function splitLines(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  while (start < bytes.length) {
    const found = bytes.indexOf(NEWLINE, start);
    const end = found < 0 ? bytes.length : found;
    if (end > start) lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return lines;
}

/** Replaces in text that need not be UTF-8. */
function replaceText(text: SopsText, from: string, to: string): SopsText {
  if (typeof text === 'string') return text.replaceAll(from, to);
  const binary = Array.from(text, (byte) => String.fromCharCode(byte)).join('');
  return Uint8Array.from(binary.replaceAll(from, to), (character) => character.charCodeAt(0));
}

/** Writes the first document as lines. @throws LocatedError `sops-render` for lists and mappings. */
export function renderDotenvFile([branch]: SopsTree): Uint8Array {
  const lines = (branch?.entries ?? []).map((entry) =>
    entry.kind === 'comment' ? ['#', entry.text, '\n'] : renderField(entry),
  );
  return joinTexts(lines.flat());
}

function renderField({ key, value }: SopsField): SopsText[] {
  const name = typeof key === 'string' ? key : key.shown;
  if (isBranch(value) || isList(value))
    throw new LocatedError({
      code: 'sops-render',
      message: `cannot use complex value in dotenv file; offending key ${name}`,
    });
  const text = typeof value === 'string' || value instanceof Uint8Array ? value : undefined;
  return [name, '=', text === undefined ? textOfValue(value) : replaceText(text, '\n', '\\n'), '\n'];
}

function joinTexts(texts: readonly SopsText[]): Uint8Array {
  if (texts.every((text) => typeof text === 'string')) return bytesOfText(texts.join(''));
  const parts = texts.map(bytesOfText);
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
