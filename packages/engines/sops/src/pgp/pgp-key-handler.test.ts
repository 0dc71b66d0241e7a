import { expect, it } from 'vitest';
import { SOPS_FILES } from '../testing/sops-files.js';
import { pgpKeyHandler } from './pgp-key-handler.js';

const { pgp } = SOPS_FILES;
const KEY = { type: 'pgp', fingerprint: 'F', createdAt: '' } as const;

it('decrypts with an elliptic key, though it has expired', async () => {
  const decrypt = pgpKeyHandler({ armoredKeys: ['no key', pgp.secret] });
  const plain = await decrypt({ ...KEY, enc: pgp.message }, undefined);
  expect(Buffer.from(plain).toString('hex')).toBe(pgp.plainHex);
});

it.each([
  [
    'no key',
    pgp.message,
    undefined,
    /^could not decrypt data key with PGP key: GnuPG binary error: failed to decrypt sops data key with pgp: gpg: encrypted with ECDH key, ID [0-9A-F]{16}\ngpg: decryption failed: No secret key$/,
  ],
  [
    'no message',
    'junk',
    undefined,
    'could not decrypt data key with PGP key: GnuPG binary error: failed to decrypt sops data key with pgp: gpg: no valid OpenPGP data found.\ngpg: decrypt_message failed: Unknown system error',
  ],
  [
    'no key ring either',
    'junk',
    'could not load secring',
    /^could not decrypt data key with PGP key: github.com\/ProtonMail\/go-crypto\/openpgp error: could not load secring; GnuPG binary error: /,
  ],
] as const)('tells of %s as GnuPG does', async (_name, enc, ringError, message) => {
  const decrypt = pgpKeyHandler({ armoredKeys: [], ringError });
  await expect(decrypt({ ...KEY, enc }, undefined)).rejects.toThrow(message);
});
