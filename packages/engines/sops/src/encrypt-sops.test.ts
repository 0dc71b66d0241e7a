import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageRecipient } from './age/age-recipient.js';
import { decryptSops } from './decrypt-sops.js';
import { type EncryptSopsOptions, encryptSops } from './encrypt-sops.js';
import type { SopsFormat } from './formats/format.js';
import { ageService, bytesOf, random, SOPS_FILES, textOf } from './testing/sops-files.js';

const { keys, files } = SOPS_FILES;
const mine = ageRecipient(keys.age.public, random);
const theirs = ageRecipient(keys.other.public, random);
const keyServices = [ageService(keys.age.secret)];
const options = { keyGroups: [[mine]], now: '2026-01-02T03:04:05Z', random };

async function roundTrip(
  plain: Uint8Array,
  format: SopsFormat,
  more: Partial<EncryptSopsOptions> = {},
): Promise<Uint8Array> {
  const encrypted = await encryptSops(plain, { ...options, format, ...more });
  return await decryptSops(encrypted, { format, keyServices, checkIntegrity: true });
}

const RULES = [
  {},
  { encryptedRegex: '^(data|b)$' },
  { unencryptedRegex: '^a' },
  { encryptedSuffix: 'b' },
  { unencryptedSuffix: 'a' },
];

describe('what was encrypted comes back', () => {
  it('any JSON object', () =>
    fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 }),
        fc.constantFrom(...RULES),
        fc.boolean(),
        async (object, rules, macOnlyEncrypted) => {
          fc.pre(!('sops' in object));
          const plain = bytesOf(JSON.stringify(object));
          expect(JSON.parse(textOf(await roundTrip(plain, 'json', { rules, macOnlyEncrypted })))).toEqual(
            JSON.parse(JSON.stringify(object)),
          );
        },
      ),
      { numRuns: 40 },
    ));

  it('any bytes', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (plain) => {
        expect(Array.from(await roundTrip(plain, 'binary'))).toEqual(Array.from(plain));
      }),
      { numRuns: 20 },
    ));

  it.each(Object.keys(files) as SopsFormat[])('%s', async (format) => {
    const { plain } = files[format];
    expect(textOf(await roundTrip(bytesOf(plain), format))).toBe(plain);
  });

  it('a comment that asks for encryption', async () => {
    const plain = '# secret\na: 1\n# other\nb: 2\nc:\n    # secret\n    d: 3\n';
    const encrypted = textOf(
      await encryptSops(bytesOf(plain), { ...options, format: 'yaml', rules: { encryptedCommentRegex: 'secret' } }),
    );
    expect(encrypted).toMatch(/^# secret\na: ENC.*\n# other\nb: 2\nc:\n {4}# secret\n {4}d: ENC/);
    expect(textOf(await roundTrip(bytesOf(plain), 'yaml', { rules: { encryptedCommentRegex: 'secret' } }))).toBe(plain);
  });
});

describe('several groups of keys', () => {
  const groups = [[mine], [theirs]];

  it('are all needed unless a threshold is given', async () => {
    const encrypted = await encryptSops(bytesOf('a: 1\n'), { ...options, keyGroups: groups, format: 'yaml' });
    const both = [ageService(keys.age.secret, keys.other.secret)];
    expect(textOf(await decryptSops(encrypted, { format: 'yaml', keyServices: both }))).toBe('a: 1\n');
    await expect(decryptSops(encrypted, { format: 'yaml', keyServices })).rejects.toThrow(
      'encrypted with a Shamir threshold of\n2, but only 1 part(s) were successfully recovered',
    );
  });

  it('give the key back in any selection of enough', async () => {
    const three = [...groups, [mine]];
    const encrypted = await encryptSops(bytesOf('a: 1\n'), {
      ...options,
      keyGroups: three,
      threshold: 2,
      format: 'yaml',
    });
    expect(textOf(await decryptSops(encrypted, { format: 'yaml', keyServices }))).toBe('a: 1\n');
  });
});

describe('refusals', () => {
  it.each([
    [
      'a list',
      'yaml',
      '- a\n',
      'Error unmarshalling file: yaml: unmarshal errors:\n  line 1: cannot unmarshal !!seq into map[string]interface {}',
    ],
    [
      'a second list',
      'yaml',
      'a: 1\n---\n- a\n',
      'Error unmarshalling file: Error unmarshaling input YAML: YAML documents that are sequences are not supported',
    ],
    [
      'a repeated key',
      'yaml',
      'a: 1\na: 2\n',
      'Error unmarshalling file: yaml: unmarshal errors:\n  line 2: mapping key "a" already defined at line 1',
    ],
    [
      'a JSON list',
      'json',
      '[1]',
      'Error unmarshalling file: Could not unmarshal input data: SOPS only supports JSON files with a top-level object (starting with \'{\'), not arrays or other types. Got delimiter [ instead. To encrypt this file, wrap it in an object, e.g., {"data": [...]}',
    ],
    [
      'an encrypted file',
      'yaml',
      'a: 1\nsops: {}\n',
      /^The file you have provided contains a top-level entry called 'sops'/,
    ],
    ['an encrypted dotenv file', 'dotenv', 'sops_mac=x\n', /^The file you have provided/],
    [
      'a line without value',
      'dotenv',
      'my secret\n',
      'Error unmarshalling file: invalid dotenv input line: <redacted>',
    ],
    [
      'an unclosed section',
      'ini',
      '[a\n',
      'Error unmarshalling file: Could not unmarshal input data: unclosed section: [a\n',
    ],
  ] as const)('%s', async (_name, format, plain, message) => {
    await expect(encryptSops(bytesOf(plain), { ...options, format })).rejects.toThrow(message);
  });
});
