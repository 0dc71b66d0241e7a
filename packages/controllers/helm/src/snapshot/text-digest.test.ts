import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { configDigest, isConfigDigest } from './config-digest.js';
import { isDigestOf } from './text-digest.js';

const hex = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest('hex');

describe('isDigestOf', () => {
  it.each([
    ['sha256', `sha256:${hex('sha256', 'text')}`, true],
    ['sha384', `sha384:${hex('sha384', 'text')}`, true],
    ['sha512', `sha512:${hex('sha512', 'text')}`, true],
    ['sha1, of old checksums', `sha1:${hex('sha1', 'text')}`, true],
    ['blake3', 'blake3:98b6dbe38a4a41a43d1c08b8ad8ae1bdc6ac1ef33d93aa7d1cbf9c9d3e9f8e3e', false],
    ['another text', `sha256:${hex('sha256', 'other')}`, false],
    ['an unknown algorithm', `md5:${hex('md5', 'text')}`, false],
    ['no algorithm', hex('sha256', 'text'), false],
    ['nothing', '', false],
  ])('tells: %s', (_name, digest, expected) => {
    expect(isDigestOf(digest, 'text')).toBe(expected);
  });

  it('knows blake3', () => {
    // The digest of no bytes, of the algorithm's test vectors.
    const empty = 'blake3:af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262';
    expect(isConfigDigest(empty, {})).toBe(true);
  });
});

describe('isConfigDigest', () => {
  it('takes what this program writes, and what other settings of Flux would', () => {
    const values = { b: 1, a: 'x' };
    expect(isConfigDigest(configDigest(values, 'sha384'), values)).toBe(true);
    expect(isConfigDigest(`sha512:${hex('sha512', 'a: x\nb: 1\n')}`, values)).toBe(true);
    expect(isConfigDigest(configDigest(values, 'sha256'), { b: 2 })).toBe(false);
  });
});
