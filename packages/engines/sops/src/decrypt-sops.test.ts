import { LocatedError } from '@gotk/located-error';
import { describe, expect, it } from 'vitest';
import { ageKeyHandler } from './age/age-key-handler.js';
import { parseAgeIdentities } from './age/parse-age-identities.js';
import { parseSshIdentity } from './age/ssh-identity.js';
import { decryptSops } from './decrypt-sops.js';
import type { SopsFormat } from './formats/format.js';
import { combineKeyHandlers } from './keys/key-service.js';
import { ageService, bytesOf, SOPS_FILES, textOf } from './testing/sops-files.js';

const { keys, files, forKeys } = SOPS_FILES;
const keyServices = [ageService(keys.age.secret)];

describe('files that SOPS wrote', () => {
  it.each(Object.keys(files) as SopsFormat[])('%s', async (format) => {
    const { encrypted, plain } = files[format];
    const decrypted = await decryptSops(bytesOf(encrypted), { format, keyServices, checkIntegrity: true });
    expect(textOf(decrypted)).toBe(plain);
  });

  it.each([
    ['json', 'yaml', 'b: x<y\na:\n    - 1\n    - 1.5\n    - true\n    - null\n    - c: é\ne: ""\n'],
    ['dotenv', 'json', '{\n\t"A": "1",\n\t"B": "two\\nlines",\n\t"EMPTY": ""\n}\n'],
    ['dotenv', 'yaml', '# about\nA: "1"\nB: |-\n    two\n    lines\nEMPTY: ""\n'],
    ['ini', 'json', '{\n\t"DEFAULT": {},\n\t"first": {\n\t\t"a": "1"\n\t},\n\t"second": {\n\t\t"b": "x"\n\t}\n}\n'],
  ] as const)('%s as %s', async (format, outputFormat, expected) => {
    const bytes = bytesOf(files[format].encrypted);
    expect(textOf(await decryptSops(bytes, { format, outputFormat, keyServices }))).toContain(expected);
  });
});

describe('kinds of age keys', () => {
  it.each([
    ['post-quantum', forKeys.postQuantum, () => parseAgeIdentities(keys.postQuantum.secret)],
    ['ssh-ed25519', forKeys.ed25519, () => [parseSshIdentity(keys.ed25519)]],
    ['ssh-rsa', forKeys.rsa, () => [parseSshIdentity(keys.rsa)]],
    ['ssh-rsa in PEM', forKeys.rsaPem, () => [parseSshIdentity(keys.rsaPem)]],
    ['one of several', forKeys.other, () => parseAgeIdentities(`${keys.age.secret}\n# mine\n${keys.other.secret}\n`)],
  ] as const)('%s', async (_name, file, identities) => {
    const service = combineKeyHandlers({ age: ageKeyHandler({ identities: identities() }) });
    const plain = await decryptSops(bytesOf(file), { format: 'yaml', keyServices: [service], checkIntegrity: true });
    expect(textOf(plain)).toBe('password: hunter2\n');
  });
});

async function failure(run: Promise<unknown>): Promise<LocatedError> {
  const error = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof LocatedError)) throw new Error(`no error: ${String(error)}`);
  return error;
}

const yaml = files.yaml.encrypted;
const TAMPERED = 'Could not decrypt with AES_GCM: cipher: message authentication failed';

describe('files that cannot be decrypted', () => {
  it.each([
    ['no metadata', 'a: 1\n', 'sops-load', 'failed to load encrypted YAML data: sops metadata not found'],
    [
      'no YAML',
      'a: [\n',
      'sops-load',
      'failed to load encrypted YAML data: yaml: line 1: did not find expected node content',
    ],
    [
      'value replaced by another',
      yaml.replace(/(name: ENC\[AES256_GCM,data:)..../, '$1AAAA'),
      'sops-tree',
      `error decrypting sops tree: Error walking tree: Could not decrypt value: ${TAMPERED}`,
    ],
    [
      'value moved to another key',
      yaml.replace('    name: ENC', '    renamed: ENC'),
      'sops-tree',
      `error decrypting sops tree: Error walking tree: Could not decrypt value: ${TAMPERED}`,
    ],
    [
      'value that is not encrypted',
      yaml.replace(/name: ENC.*/, 'name: my secret'),
      'sops-tree',
      "error decrypting sops tree: Error walking tree: Could not decrypt value: Input string <redacted> does not match sops' data format",
    ],
    [
      'number that is not encrypted',
      yaml.replace(/name: ENC.*/, 'name: 5'),
      'sops-tree',
      'error decrypting sops tree: Error walking tree: Expected encrypted value as string, but got int',
    ],
    [
      'text that claims to be a number',
      yaml.replace(/(name: ENC.*type:)str/, '$1int'),
      'sops-tree',
      'error decrypting sops tree: Error walking tree: Could not decrypt value: strconv.Atoi: parsing "<redacted>": invalid syntax',
    ],
    [
      'unknown type',
      yaml.replace(/(name: ENC.*type:)str/, '$1blob'),
      'sops-tree',
      'error decrypting sops tree: Error walking tree: Could not decrypt value: Unknown datatype: blob',
    ],
    [
      'key that is no text',
      yaml.replace('    name: ENC', '    1: ENC'),
      'sops-tree',
      'error decrypting sops tree: Error walking tree: Tree contains a non-string key (type int): %!s(int=1). Only string keys are supported',
    ],
    [
      'time that is none',
      yaml.replace(/lastmodified: .*/, 'lastmodified: yesterday'),
      'sops-load',
      'failed to load encrypted YAML data: parsing time "yesterday" as "2006-01-02T15:04:05Z07:00": cannot parse "yesterday" as "2006"',
    ],
    [
      'two rules',
      yaml.replace('    unencrypted_suffix:', '    encrypted_regex: x\n    unencrypted_suffix:'),
      'sops-load',
      'failed to load encrypted YAML data: Cannot use more than one of encrypted_suffix, unencrypted_suffix, encrypted_regex, unencrypted_regex, encrypted_comment_regex, or unencrypted_comment_regex in the same file',
    ],
  ])('%s', async (_name, file, code, message) => {
    const error = await failure(decryptSops(bytesOf(file), { format: 'yaml', keyServices }));
    expect({ code: error.code, message: error.message }).toEqual({ code, message });
  });

  it('names the keys that were tried and why they did not do', async () => {
    const other = [ageService(keys.other.secret)];
    const error = await failure(decryptSops(bytesOf(forKeys.ed25519), { format: 'yaml', keyServices: other }));
    expect(error.message).toBe(`cannot get sops data key: Failed to get the data key required to decrypt the SOPS file.

Group 0: FAILED
  ${/recipient: (.*)/.exec(forKeys.ed25519)?.[1]}: FAILED
    - | failed to create reader for decrypting sops data key with
      | age: identity did not match any of the recipients: incorrect
      | identity for recipient block

Recovery failed because no master key was able to decrypt the file. In
order for SOPS to recover the file, at least one key has to be successful,
but none were.`);
    expect(error.hint).toBeDefined();
  });

  it('notices a change of what is not encrypted, if asked to', async () => {
    const changed = bytesOf(yaml.replace('extra_unencrypted: visible', 'extra_unencrypted: changed'));
    expect(textOf(await decryptSops(changed, { format: 'yaml', keyServices }))).toContain('extra_unencrypted: changed');
    const error = await failure(decryptSops(changed, { format: 'yaml', keyServices, checkIntegrity: true }));
    expect(error.code).toBe('sops-integrity');
    expect(error.message).toMatch(
      /^failed to verify sops data integrity: expected mac '[0-9A-F]{128}', got '[0-9A-F]{128}'$/,
    );
  });

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(decryptSops(bytesOf(yaml), { format: 'yaml', keyServices, signal })).rejects.toThrow('enough');
  });
});
