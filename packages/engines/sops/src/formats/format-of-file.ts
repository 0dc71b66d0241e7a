import type { SopsFormat } from './format.js';
import { FORMAT_CODECS } from './format-codecs.js';

const ENDINGS: readonly (readonly [string, SopsFormat])[] = [
  ['.dockerconfigjson', 'json'],
  ['.yaml', 'yaml'],
  ['.yml', 'yaml'],
  ['.json', 'json'],
  ['.env', 'dotenv'],
  ['.ini', 'ini'],
];

/** The format that Flux takes a file or a key of a Secret to have, by its name. */
export function sopsFormatOfPath(path: string): SopsFormat {
  return ENDINGS.find(([ending]) => path.endsWith(ending))?.[1] ?? 'binary';
}

const DETECTABLE: readonly SopsFormat[] = ['dotenv', 'ini', 'json', 'yaml'];

/** The format of an encrypted file, by what it contains; `undefined` when it does not look encrypted. */
export function detectSopsFormat(bytes: Uint8Array): SopsFormat | undefined {
  const text = latin1(bytes);
  return DETECTABLE.find((format) => text.includes(FORMAT_CODECS[format].marker));
}

/** Whether a file looks like an encrypted one of a format. */
export function looksEncrypted(bytes: Uint8Array, format: SopsFormat): boolean {
  return latin1(bytes).includes(FORMAT_CODECS[format].marker);
}

/** Bytes as text in which ASCII is found whatever else there is. */
function latin1(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}
