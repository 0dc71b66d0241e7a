import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { memoryTree } from '@gotk/file-tree';
import fc from 'fast-check';
import { packTar } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import { gunzip, packTree, unpackArchive, writeTar } from './index.js';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('a tar is byte for byte what source-controller writes', () => {
  it.each([
    ['nothing', {}, 'a6c3074b61cf17b6c20da13944bfac01ed05930dc9cef70890045d62cbfb78d5'],
    ['a file', { 'a.txt': 'a' }, 'e656dc551498acb8f231047b598af9b3501faa782631e881dd7b1ad8656a89c1'],
    [
      'folders before files of the same prefix',
      { 'a.yaml': 'k: v\n', 'a/b/c.txt': 'x' },
      'e46efef87b93b03e271c786163d7ab09fda13942610cfcac3b9da5e95ebe7920',
    ],
    [
      'an executable',
      { 'x.sh': { content: '#!/bin/sh\n', executable: true } },
      '5953dc57236c265b0833e54b347461b4dbe9f4737e2f07cdcd5d5c8649f11cd7',
    ],
    [
      'a long path',
      { [`${'d'.repeat(60)}/${'f'.repeat(60)}`]: 'long path' },
      '5e8e781ed871862d2a327e74753563054d12a9b2e9500fa6457cde1e589ea2b9',
    ],
    ['an empty folder', { 'empty/': '' }, '22a58288fb3f5bc1b82c8c353a2393d58fca44aa4a939339ce17a2e07b3d7d92'],
  ])('%s', (_what, files, expected) => expect(sha256(writeTar(memoryTree(files)))).toBe(expected));
});

describe('unpacking', () => {
  it('gives back what was packed', async () => {
    const name = fc.stringMatching(/^[a-zé0-9]{1,40}$/u);
    const path = fc
      .array(name, { minLength: 1, maxLength: 4 })
      .map((segments) => segments.map((segment, index) => `${index}${segment}`).join('/'));
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          path.map((text) => `${text}.x`),
          fc.string(),
        ),
        async (files) => {
          const tree = await unpackArchive(packTree(memoryTree(files)));
          for (const [file, content] of Object.entries(files)) {
            const entry = tree.entry(file);
            expect(entry?.kind === 'file' ? new TextDecoder().decode(entry.read()) : undefined).toBe(
              new TextDecoder().decode(new TextEncoder().encode(content)),
            );
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  const hostile = async (name: string): Promise<Uint8Array> =>
    gzipSync(await packTar([{ header: { name, size: 1, type: 'file' }, body: 'x' }]));

  it.each(['../escape', '/etc/passwd', 'a/../../escape'])('refuses the path %s', async (name) => {
    await expect(unpackArchive(await hostile(name))).rejects.toThrow('tar contained invalid name error');
  });

  it('leaves symbolic links out, or refuses them', async () => {
    const archive = gzipSync(
      await packTar([{ header: { name: 'link', size: 0, type: 'symlink', linkname: '/etc/passwd' } }]),
    );
    expect((await unpackArchive(archive)).entry('link')).toBeUndefined();
    expect((await unpackArchive(archive, { symlinks: 'keep' })).entry('link')).toEqual({
      kind: 'symlink',
      target: '/etc/passwd',
    });
    await expect(unpackArchive(archive, { symlinks: 'refuse' })).rejects.toThrow('unsupported file type symlink');
  });

  it('stops a bomb at the limit', () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024));
    expect(() => gunzip(bomb, { limitBytes: 1024 * 1024 })).toThrow(
      'archive is bigger than max archive size of 1048576 bytes',
    );
  });

  it.each([
    ['nothing', new Uint8Array(), 'requires gzip-compressed body: unexpected EOF'],
    [
      'a text',
      new TextEncoder().encode('this is no archive at all'),
      'requires gzip-compressed body: gzip: invalid header',
    ],
    ['half an archive', gzipSync(Buffer.from('x'.repeat(1000))).subarray(0, 20), 'requires gzip-compressed body'],
  ])('says that %s is no archive', async (_what, bytes, message) => {
    await expect(unpackArchive(bytes)).rejects.toThrow(message);
  });

  it('never crashes on damaged archives', async () => {
    const sound = packTree(memoryTree({ 'a/b.yaml': 'x: 1\n'.repeat(50), c: 'd' }));
    await fc.assert(
      fc.asyncProperty(fc.nat(sound.length - 1), fc.nat(255), async (position, byte) => {
        const damaged = sound.slice();
        damaged[position] = byte;
        await unpackArchive(damaged).catch((error: unknown) => expect(error).toMatchObject({ name: 'LocatedError' }));
      }),
      { numRuns: 200 },
    );
  });

  it('is not confused by names such as __proto__', async () => {
    const tree = await unpackArchive(
      gzipSync(await packTar([{ header: { name: '__proto__', size: 1, type: 'file' }, body: 'x' }])),
    );
    expect(tree.entry('polluted')).toBeUndefined();
    expect(({} as Record<string, unknown>)['content']).toBeUndefined();
  });
});
