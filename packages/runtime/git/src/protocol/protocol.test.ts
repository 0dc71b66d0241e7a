import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseLsRefs, renderLsRefs } from './ls-refs.js';
import { FLUSH_PACKET, parsePackets, renderPacket } from './packet-line.js';
import { parseAdvertisement } from './parse-advertisement.js';
import { isRefName } from './ref-name.js';

const A = 'a'.repeat(40);
const B = 'b'.repeat(40);
const bytes = (...parts: readonly string[]): Buffer => Buffer.from(parts.join(''));

describe('parsePackets', () => {
  test.each([
    { name: 'a length that is no number', input: '<!DOCTYPE html>', message: 'invalid pkt-len found' },
    { name: 'a length that is too small', input: '0003', message: 'invalid pkt-len found' },
    { name: 'a packet that is cut off', input: '0010abc', message: 'unexpected EOF' },
    { name: 'a length that is cut off', input: '00', message: 'invalid pkt-len found' },
  ])('$name', ({ input, message }) => {
    expect(() => parsePackets(bytes(input))).toThrow(message);
  });

  test('never does anything but parse or refuse', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (input) => {
        try {
          parsePackets(Buffer.from(input));
        } catch (error) {
          expect(error).toMatchObject({ code: 'git-protocol' });
        }
      }),
    );
  });
});

describe('parseAdvertisement', () => {
  const service = renderPacket('# service=git-upload-pack\n') + FLUSH_PACKET;

  test('version 2', () => {
    const body = bytes(
      service,
      renderPacket('version 2\n'),
      renderPacket('ls-refs=unborn\n'),
      renderPacket('object-format=sha256\n'),
      FLUSH_PACKET,
    );
    const advertisement = parseAdvertisement(body);
    expect(advertisement.version === 2 && [...advertisement.capabilities]).toEqual([
      ['ls-refs', 'unborn'],
      ['object-format', 'sha256'],
    ]);
  });

  test('before version 2: refs, what tags point to, and HEAD', () => {
    const body = bytes(
      service,
      renderPacket(`${A} HEAD\0multi_ack symref=HEAD:refs/heads/main agent=x\n`),
      renderPacket(`${A} refs/heads/main\n`),
      renderPacket(`${B} refs/tags/v1\n`),
      renderPacket(`${A} refs/tags/v1^{}\n`),
      FLUSH_PACKET,
    );
    const advertisement = parseAdvertisement(body);
    expect(advertisement.version === 0 && [...advertisement.refs.refs]).toEqual([
      ['HEAD', { hash: A, target: 'refs/heads/main' }],
      ['refs/heads/main', { hash: A }],
      ['refs/tags/v1', { hash: B, peeled: A }],
    ]);
  });

  test('an empty repository', () => {
    const none = renderPacket(`${'0'.repeat(40)} capabilities^{}\0agent=x\n`);
    const advertisement = parseAdvertisement(bytes(service, none, FLUSH_PACKET));
    expect(advertisement.version === 0 && advertisement.refs.refs.size).toBe(0);
  });

  test.each([
    { name: 'an error of the server', line: 'ERR no such repository', message: 'no such repository' },
    { name: 'something else', line: 'hello', message: 'malformed ref advertisement' },
  ])('$name', ({ line, message }) => {
    expect(() => parseAdvertisement(bytes(renderPacket(line), FLUSH_PACKET))).toThrow(message);
  });
});

describe('ls-refs', () => {
  test('asks for prefixes', () => {
    expect(renderLsRefs({ prefixes: ['refs/heads/main'], objectFormat: 'sha1' })).toBe(
      '0014command=ls-refs\n0017object-format=sha1\n00010009peel\n000csymrefs\n001fref-prefix refs/heads/main\n0000',
    );
  });

  test('reads refs', () => {
    const body = bytes(
      renderPacket(`${A} HEAD symref-target:refs/heads/main\n`),
      renderPacket(`${B} refs/tags/v1 peeled:${A}\n`),
      renderPacket('unborn HEAD symref-target:refs/heads/x\n'),
      FLUSH_PACKET,
    );
    expect([...parseLsRefs(body, 'sha1').refs]).toEqual([
      ['HEAD', { hash: A, target: 'refs/heads/main' }],
      ['refs/tags/v1', { hash: B, peeled: A }],
    ]);
  });

  test('an answer that is cut off between two packets is not taken for a repository without refs', () => {
    expect(() => parseLsRefs(bytes(renderPacket(`${A} refs/heads/main\n`)), 'sha1')).toThrow('unexpected EOF');
    expect(() => parseLsRefs(Buffer.alloc(0), 'sha1')).toThrow('unexpected EOF');
  });
});

test.each([
  { name: 'refs/heads/main', ok: true },
  { name: 'refs/heads/feature/größe', ok: true },
  { name: 'HEAD', ok: true },
  { name: '-x', ok: false },
  { name: 'refs/heads/a..b', ok: false },
  { name: 'refs/heads/a b', ok: false },
  { name: 'refs/heads/a:b', ok: false },
  { name: 'refs/heads/a^{}', ok: false },
  { name: 'refs/heads/*', ok: false },
  { name: 'refs/heads/x.lock', ok: false },
  { name: 'refs/heads//x', ok: false },
  { name: 'refs/heads/.x', ok: false },
  { name: 'refs/heads/x.', ok: false },
  { name: 'main@{1}', ok: false },
  { name: 'a\nb', ok: false },
  { name: '', ok: false },
])('$name as the name of a ref: $ok', ({ name, ok }) => {
  expect(isRefName(name)).toBe(ok);
});
