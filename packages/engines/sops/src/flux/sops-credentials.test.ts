import { expect, it } from 'vitest';
import { decryptSops } from '../decrypt-sops.js';
import { bytesOf, SOPS_FILES, textOf } from '../testing/sops-files.js';
import { createSopsKeyService, NO_CREDENTIALS, readSopsCredentials } from './sops-credentials.js';

const { keys, forKeys, pgp } = SOPS_FILES;

it('reads every kind of key and leaves the rest alone', () => {
  const data = {
    'age.agekey': bytesOf(`# mine\n${keys.age.secret}\n`),
    'more.agekey': bytesOf(keys.other.secret),
    'me.asc': bytesOf(pgp.secret),
    'sops.vault-token': bytesOf(' token\n'),
    'sops.aws-kms': bytesOf('aws_access_key_id: x\n'),
    unrelated: bytesOf('x'),
  };
  const credentials = readSopsCredentials(data, 'apps/keys');
  expect(credentials).toMatchObject({ pgpKeys: [pgp.secret], vaultToken: 'token', awsKms: 'aws_access_key_id: x\n' });
  expect(credentials.ageIdentities).toHaveLength(2);
});

it.each([
  ['a.agekey', 'junk', 'failed to parse and add to age identities: unknown identity type'],
  [
    'a.agekey',
    keys.age.secret.slice(0, -1),
    'failed to parse and add to age identities: malformed secret key: invalid checksum',
  ],
  ['a.agekey', keys.age.secret.toLowerCase(), 'failed to parse and add to age identities: unknown identity type'],
  [
    'a.asc',
    'junk',
    'failed to import armored key data into GnuPG keyring (exit status 2): gpg: no valid OpenPGP data found.\ngpg: Total number processed: 0',
  ],
])('refuses %s with %j', (name, value, reason) => {
  expect(() => readSopsCredentials({ [name]: bytesOf(value) }, 'apps/keys')).toThrow(
    `failed to import '${name}' data from sops decryption Secret 'apps/keys': ${reason}`,
  );
});

it('decrypts with what it has', async () => {
  const credentials = readSopsCredentials({ 'a.agekey': bytesOf(keys.other.secret) }, 'apps/keys');
  const keyServices = [createSopsKeyService(credentials)];
  expect(textOf(await decryptSops(bytesOf(forKeys.other), { format: 'yaml', keyServices }))).toBe(
    'password: hunter2\n',
  );
});

it('tells where keys were looked for when it has none', async () => {
  const keyServices = [createSopsKeyService(NO_CREDENTIALS, { home: '/data/flux' })];
  await expect(decryptSops(bytesOf(forKeys.other), { format: 'yaml', keyServices })).rejects.toThrow(
    `    - | failed to load age identities. Did not find keys in
      | locations 'SOPS_AGE_SSH_PRIVATE_KEY_FILE',
      | 'SOPS_AGE_SSH_PRIVATE_KEY_CMD',
      | '/data/flux/.ssh/id_ed25519', '/data/flux/.ssh/id_rsa',
      | 'SOPS_AGE_KEY', 'SOPS_AGE_KEY_FILE', 'SOPS_AGE_KEY_CMD', and
      | '/data/flux/.config/sops/age/keys.txt'.
`,
  );
});

it('refuses keys of the clouds unless there is a handler for them', async () => {
  const key = { type: 'gcp_kms', resourceId: 'projects/x', createdAt: '', enc: '' } as const;
  await expect(createSopsKeyService(NO_CREDENTIALS).decrypt(key, undefined)).rejects.toThrow("keys of type 'gcp_kms'");
  const handlers = { gcp_kms: async () => Uint8Array.of(1) };
  expect(await createSopsKeyService(NO_CREDENTIALS, { handlers }).decrypt(key, undefined)).toEqual(Uint8Array.of(1));
});
