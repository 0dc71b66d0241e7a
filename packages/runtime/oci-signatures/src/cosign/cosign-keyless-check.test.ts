import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Recorded, type RecordedRegistry, readRecorded, serveRecorded } from '../testing/serve-recorded.js';
import { cosignKeylessCheck, type SignerIdentity } from './cosign-keyless-check.js';
import { trustedRootFromJson } from './trusted-root.js';

interface Keyless extends Recorded {
  readonly subject: string;
  readonly issuer: string;
  readonly trustedRoot: object;
}

const recorded = readRecorded<Keyless>('keyless.json');
const trustedRoot = trustedRootFromJson(JSON.stringify(recorded.trustedRoot));
const { signal } = new AbortController();
let registry: RecordedRegistry;
beforeAll(async () => {
  registry = await serveRecorded(recorded);
});
afterAll(() => registry.close());

const GITHUB = {
  issuer: '^https://token.actions.githubusercontent.com$',
  subject: '^https://github.com/example/app.*$',
};
const OTHERS = { issuer: '^https://accounts.google.com$', subject: '.*' };

function check(repository: string, identities: readonly SignerIdentity[] = [GITHUB]): Promise<string> {
  return cosignKeylessCheck({ trustedRoot, identities })(registry.signed(repository), signal);
}

// What the real cosign takes and refuses of these is in the README of the fixtures.
describe('a keyless signature', () => {
  it.each(['tagged', 'bundled'])('counts when it is %s', async (repository) => {
    expect(await check(repository)).toBe('verified');
    expect(await check(repository, [OTHERS, GITHUB])).toBe('verified');
    expect(await check(repository, [])).toBe('verified');
  });

  const identity = 'none of the expected identities matched what was in the certificate';
  it.each([
    ['tagged', [OTHERS], `no matching signatures: ${identity}, got subjects [${recorded.subject}]`],
    ['bundled', [OTHERS], `no matching attestations: ${identity}, got subjects [${recorded.subject}]`],
    ['bundled', [{ ...GITHUB, subject: '^x$' }], identity],
    ['tagged-by-strangers', [GITHUB], 'no matching signatures: '],
    ['bundled-by-strangers', [GITHUB], 'no matching attestations: '],
    ['tagged-without-sct', [GITHUB], 'expected 1 SCTs, got 0'],
    ['tagged-without-entry', [GITHUB], 'no valid tlog entries found'],
    ['tagged-with-other-certificate', [GITHUB], 'transparency log certificate does not match'],
    ['bundled-with-other-certificate', [GITHUB], 'transparency log certificate does not match'],
    ['bundled-without-number-of-tree', [GITHUB], 'the checkpoint of the transparency log does not number its tree'],
    ['bundled-for-another', [GITHUB], 'provided artifact digest does not match any digest in statement'],
  ])('of %s does not count for %j', async (repository, identities, problem) => {
    await expect(check(repository, identities)).rejects.toThrow(problem);
  });

  it('is missing where nobody has signed', async () => {
    const { client, name } = registry.signed('tagged');
    const unsigned = { client, name, digest: `sha256:${'0'.repeat(64)}` };
    const checkIt = cosignKeylessCheck({ trustedRoot, identities: [] });
    await expect(checkIt(unsigned, signal)).rejects.toThrow('no signatures found');
  });

  it('cannot be verified with a root that is none', async () => {
    const checkIt = cosignKeylessCheck({ trustedRoot: trustedRootFromJson('{'), identities: [] });
    await expect(checkIt(registry.signed('tagged'), signal)).rejects.toThrow('unable to parse trusted root: ');
  });
});
