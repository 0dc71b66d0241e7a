import { LocatedError } from '@gotk/located-error';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decryptSops } from './decrypt-sops.js';
import type { SopsFormat } from './formats/format.js';
import { ageService, bytesOf, SOPS_FILES } from './testing/sops-files.js';

const { keys, files } = SOPS_FILES;
const keyServices = [ageService(keys.age.secret)];

/** A file with some of its bytes replaced, taken out or doubled. */
const damaged = fc
  .record({
    format: fc.constantFrom(...(Object.keys(files) as SopsFormat[])),
    edits: fc.array(fc.record({ at: fc.nat(4000), drop: fc.nat(20), add: fc.string({ maxLength: 6 }) }), {
      minLength: 1,
      maxLength: 4,
    }),
  })
  .map(({ format, edits }) => {
    const text = edits.reduce((file, { at, drop, add }) => {
      const start = at % (file.length + 1);
      return file.slice(0, start) + add + file.slice(start + drop);
    }, files[format].encrypted);
    return { format, text };
  });

it('decrypts damaged files or refuses them with an error of ours that shows no secret', () =>
  fc.assert(
    fc.asyncProperty(damaged, async ({ format, text }) => {
      try {
        await decryptSops(bytesOf(text), { format, keyServices, checkIntegrity: true });
      } catch (error) {
        expect(error).toBeInstanceOf(LocatedError);
        expect(String(error)).not.toMatch(/p@ss|AGE-SECRET|two\nlines/);
      }
    }),
    { numRuns: 150 },
  ));

it('refuses aliases that unfold to too much', async () => {
  const bomb = Array.from({ length: 8 }, (_, level) =>
    level === 0 ? 'a0: &a0 [x, x, x, x, x, x, x, x]' : `a${level}: &a${level} [${`*a${level - 1}, `.repeat(8)}]`,
  ).join('\n');
  const error = decryptSops(bytesOf(`${bomb}\nsops: {}\n`), { format: 'yaml', keyServices });
  await expect(error).rejects.toThrow(/excessive aliasing|more than 1000000 values/);
});

it.each([
  ['yaml', 'a: '.padEnd(3 * 5000, '[')],
  ['json', `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`],
  ['yaml', `a: &a {b: *a}\nsops: {}\n`],
] as const)('refuses %s that is too deep', async (format, text) => {
  await expect(decryptSops(bytesOf(text), { format, keyServices })).rejects.toBeInstanceOf(LocatedError);
});
