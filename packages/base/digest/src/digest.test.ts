import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  digestOf,
  hasDigest,
  kustomizeHash,
  kustomizeHashOfList,
  parseDigest,
  sha256Hex,
  shortenReleaseName,
} from './index.js';

describe('digests', () => {
  it.each(['sha256', 'sha384', 'sha512'] as const)('%s is what Node computes', (algorithm) => {
    expect(digestOf('héllo', algorithm)).toBe(`${algorithm}:${createHash(algorithm).update('héllo').digest('hex')}`);
  });

  it('are checked', () => {
    const content = new TextEncoder().encode('x');
    expect(hasDigest(content, digestOf(content))).toBe(true);
    expect(hasDigest(content, digestOf('y', 'blake3'))).toBe(false);
  });

  it.each([
    ['sha256', 'invalid checksum digest format'],
    ['sha256:abc', 'invalid checksum digest length'],
    [`sha256:${'A'.repeat(64)}`, 'invalid checksum digest format'],
    ['md5:abc', 'unsupported digest algorithm'],
  ])('%s is none', (text, message) => expect(() => parseDigest(text)).toThrow(message));

  it('have parts', () => {
    expect(parseDigest(`sha256:${sha256Hex('')}`)).toEqual({ algorithm: 'sha256', hex: sha256Hex('') });
  });
});

describe('kustomize hashes', () => {
  it.each([
    [{ kind: 'ConfigMap', data: { a: '1' } }, 'h29d89cmmt'],
    [{ kind: 'ConfigMap', data: { a: '1' }, metadata: { name: 'x' }, immutable: true }, 'h29d89cmmt'],
    [{ kind: 'ConfigMap' }, '6ct58987ht'],
    [{ kind: 'ConfigMap', binaryData: { a: 'aGk=' } }, '5g44f2hmhk'],
    [{ kind: 'Secret', data: { a: '1' } }, 'fd4556t77g'],
    [{ kind: 'Secret', type: 'Opaque', stringData: { a: 'hi' } }, '96b2hd985g'],
  ])('%j', (object, hash) => expect(kustomizeHash(object)).toBe(hash));

  it('of a list do not hang on its order', () => {
    expect(kustomizeHashOfList(['b', 'a'])).toBe('g47ktf2dcg');
    expect(kustomizeHashOfList(['a', 'b'])).toBe('g47ktf2dcg');
  });
});

it.each([
  ['a'.repeat(53), 'a'.repeat(53)],
  ['a'.repeat(54), `${'a'.repeat(40)}-a3f01b693925`],
])('%s is shortened to %s', (name, shortened) => expect(shortenReleaseName(name)).toBe(shortened));
