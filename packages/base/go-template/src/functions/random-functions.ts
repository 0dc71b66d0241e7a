import { bytesToBase64 } from '../text/base64.js';
import { runesOf } from '../text/go-text.js';
import { GoError } from './go-error.js';
import { type Call, fixed, type GoFunction } from './go-function.js';
import { int, text } from './parameter-type.js';
import { RANDOM_CHARACTERS, randomBelow, randomBytes, randomText } from './random.js';

/** sprig's random functions, all fed by the environment of the run. */
export const randomFunctions: readonly GoFunction[] = [
  fixed('randAlphaNum', [int], (count, { run }) => randomText(count, RANDOM_CHARACTERS.alphaNumeric, run)),
  fixed('randAlpha', [int], (count, { run }) => randomText(count, RANDOM_CHARACTERS.alphabetic, run)),
  fixed('randAscii', [int], (count, { run }) => randomText(count, RANDOM_CHARACTERS.ascii, run)),
  fixed('randNumeric', [int], (count, { run }) => randomText(count, RANDOM_CHARACTERS.numeric, run)),
  fixed('randBytes', [int], randomBase64),
  fixed('shuffle', [text], shuffle),
  fixed('uuidv4', [], ({ run }) => uuid(randomBytes(16, run))),
];

function randomBase64(count: number, { run }: Call): string {
  if (count < 0) throw new GoError('runtime error: makeslice: len out of range');
  run.checkTextLength(count);
  return bytesToBase64(randomBytes(count, run));
}

function shuffle(subject: string, { run }: Call): string {
  const runes = runesOf(subject);
  for (let index = runes.length - 1; index > 0; index--) {
    const other = randomBelow(index + 1, run);
    [runes[index], runes[other]] = [runes[other] ?? '', runes[index] ?? ''];
  }
  return runes.join('');
}

function uuid(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte, index) => {
    const fixedBits = index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte;
    return fixedBits.toString(16).padStart(2, '0');
  }).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
