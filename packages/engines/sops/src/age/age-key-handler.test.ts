import { describe, expect, it } from 'vitest';
import { random, SOPS_FILES } from '../testing/sops-files.js';
import { ageKeyHandler } from './age-key-handler.js';
import { renderArmor } from './armor.js';
import { encryptAge } from './encrypt-age.js';
import { parseAgeIdentities } from './parse-age-identities.js';
import { x25519Recipient } from './x25519-identity.js';

const { keys } = SOPS_FILES;
const identities = parseAgeIdentities(keys.age.secret);
const wrap = x25519Recipient(keys.age.public, random);

async function decrypt(enc: string): Promise<Uint8Array> {
  return await ageKeyHandler({ identities })({ type: 'age', recipient: keys.age.public, enc }, undefined);
}

it.each([0, 1, 32, 65_535, 65_536, 65_537, 200_000])('brings %d bytes back', async (size) => {
  const plain = new Uint8Array(size).fill(7);
  expect(Buffer.compare(await decrypt(await encryptAge(plain, { wrap, random })), plain)).toBe(0);
});

const armored = (text: string): string => renderArmor(new Uint8Array(Buffer.from(text, 'latin1')));
const INTRO = 'age-encryption.org/v1\n';

describe('damaged files', () => {
  it.each([
    [
      'no armor',
      'x',
      'failed to read header: parsing age header: failed to read intro: invalid armor: invalid first line: "x"',
    ],
    ['nothing', '', 'failed to read header: parsing age header: failed to read intro: invalid armor: unexpected EOF'],
    ['empty armor', armored(''), 'failed to read header: parsing age header: file is empty'],
    [
      'another intro',
      armored('e\u0097e\nx'),
      'failed to read header: parsing age header: unexpected intro: "e\\x97e\\n"',
    ],
    [
      'a private key',
      armored('AGE-SECRET-KEY-1X\n'),
      'failed to read header: parsing age header: unexpected intro, expected "age-encryption.org/v1\\n"',
    ],
    ['only the intro', armored(INTRO), 'failed to read header: parsing age header: failed to read header: EOF'],
    [
      'no stanzas',
      armored(`${INTRO}--- ${'A'.repeat(43)}\n`),
      'failed to read header: parsing age header: no recipient stanzas',
    ],
    [
      'half a stanza',
      armored(`${INTRO}-> X25519 a\n`),
      'failed to read header: failed to parse header: failed to read line: EOF',
    ],
    [
      'no stanza',
      armored(`${INTRO}x y\n`),
      'failed to read header: failed to parse header: malformed stanza opening line: "x y\\n"',
    ],
    [
      'a bad stanza',
      armored(`${INTRO}-> \n`),
      'failed to read header: failed to parse header: malformed stanza: "-> \\n"',
    ],
    [
      'a bad body',
      armored(`${INTRO}-> a\n$\n`),
      'failed to read header: failed to parse header: parsing age header: malformed body line "$\\n": illegal base64 data at input byte 0',
    ],
    ['a body without end', armored(`${INTRO}-> a\n${'A'.repeat(64)}\n---\n`), /stanza ended without a short line/],
    [
      'a bad footer',
      armored(`${INTRO}-> a\n\n--- \n`),
      'failed to read header: parsing age header: malformed closing line: "--- \\n"',
    ],
    ['a bad key', armored(`${INTRO}-> X25519 AAA\n\n--- ${'A'.repeat(43)}\n`), 'invalid X25519 recipient block'],
  ])('%s', async (_name, enc, reason) => {
    const message =
      typeof reason === 'string' ? `failed to create reader for decrypting sops data key with age: ${reason}` : reason;
    await expect(decrypt(enc)).rejects.toThrow(message);
  });

  it('a payload that was changed', async () => {
    const lines = (await encryptAge(new Uint8Array(32), { wrap, random })).split('\n');
    const last = lines.at(-3) ?? '';
    const changed = lines.with(-3, last.startsWith('A') ? `B${last.slice(1)}` : `A${last.slice(1)}`).join('\n');
    await expect(decrypt(changed)).rejects.toThrow('file may be corrupted or tampered with');
  });
});

it.each([
  [[], 'failed to load age identities'],
  [['A'], "failed to load age identities. Did not find keys in location 'A'."],
  [['A', 'B'], "failed to load age identities. Did not find keys in locations 'A' and 'B'."],
  [['A', 'B', 'C'], "failed to load age identities. Did not find keys in locations 'A', 'B', and 'C'."],
])('names the places %j', async (emptyPlaces, message) => {
  const handler = ageKeyHandler({ identities: [], emptyPlaces });
  await expect(handler({ type: 'age', recipient: '', enc: '' }, undefined)).rejects.toThrow(message);
});
