import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  gitAuthOptions,
  hostnameOf,
  parseGoUrl,
  parseRevision,
  portOf,
  redactGoUrl,
  renderGoUrl,
  renderRevision,
} from './index.js';

describe('URLs', () => {
  it.each([
    ['https://github.com/a/b.git', 'https://github.com/a/b.git'],
    ['ssh://git@github.com:22/a/b', 'ssh://git@github.com:22/a/b'],
    ['HTTPS://H/a%2fb?x=1#f', 'https://H/a%2fb?x=1#f'],
    ['mailto:x@y', 'mailto:x@y'],
    ['https://user:p%40ss@h/a', 'https://user:p%40ss@h/a'],
    ['https://h/ä', 'https://h/%C3%A4'],
  ])('%s', (text, expected) => expect(renderGoUrl(parseGoUrl(text))).toBe(expected));

  it.each([
    ['git@github.com:a/b.git', 'parse "git@github.com:a/b.git": first path segment in URL cannot contain colon'],
    ['https://h:x/a', 'parse "https://h:x/a": invalid port ":x" after host'],
    ['https://[::1/a', 'parse "https://[::1/a": missing \']\' in host'],
    ['https://h/%zz', 'parse "https://h/%zz": invalid URL escape "%zz"'],
    ['://h', 'parse "://h": missing protocol scheme'],
    ['https://h/a\n', 'parse "https://h/a\\n": net/url: invalid control character in URL'],
  ])('%j is refused', (text, message) => expect(() => parseGoUrl(text)).toThrow(message));

  it('tell host and port apart', () => {
    expect([hostnameOf(parseGoUrl('https://[::1]:8443/')), portOf(parseGoUrl('https://[::1]:8443/'))]).toEqual([
      '::1',
      '8443',
    ]);
  });

  it('hide passwords', () =>
    expect(redactGoUrl(parseGoUrl('https://user:hunter2@h/a'))).toBe('https://user:xxxxx@h/a'));

  it('never crash', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        try {
          renderGoUrl(parseGoUrl(text));
        } catch (error) {
          expect(error).toMatchObject({ name: 'LocatedError' });
        }
      }),
    );
  });
});

describe('revisions', () => {
  const hash = '5394cb7f48332b2de7c17dd8b8384bbc84b7e738';
  it.each([
    [`main@sha1:${hash}`, { pointer: 'main', hash, algorithm: 'sha1' }],
    [`feature/x/${hash}`, { pointer: 'feature/x', hash, algorithm: 'sha1' }],
    [`HEAD/${hash}`, { pointer: '', hash, algorithm: 'sha1' }],
    ['6.2.0', { pointer: '', hash: '6.2.0', algorithm: '<unknown>' }],
  ])('%s', (text, expected) => expect(parseRevision(text)).toEqual(expected));

  it('are written short or absolute', () => {
    expect(renderRevision('refs/heads/main', hash)).toBe(`main@sha1:${hash}`);
    expect(renderRevision('refs/heads/main', hash, { absolute: true })).toBe(`refs/heads/main@sha1:${hash}`);
    expect(renderRevision('', hash)).toBe(`sha1:${hash}`);
  });
});

describe('authentication to Git servers', () => {
  it.each([
    ['https with a password', 'https://h/a', { username: 'u', password: 'p' }, { username: 'u', password: 'p' }],
    ['https with a token', 'https://h/a', { bearerToken: 't', username: 'u' }, { username: '', bearerToken: 't' }],
    ['the user of the URL', 'https://x:y@h/a', {}, { username: 'x', password: 'y' }],
    ['ssh', 'ssh://h/a', { identity: 'i', known_hosts: 'k' }, { username: 'git', identity: 'i', knownHosts: 'k' }],
  ])('%s', (_what, url, secret, expected) =>
    expect(gitAuthOptions(parseGoUrl(url), secret as Record<string, string>)).toMatchObject(expected),
  );

  it.each([
    ['ssh://h/a', { identity: 'i' }, "invalid 'ssh' auth option: 'known_hosts' is required"],
    ['https://h/a', { password: 'p' }, "invalid 'https' auth option: 'password' requires 'username' to be set"],
    ['ftp://h/a', {}, "unknown transport 'ftp'"],
    ['', {}, 'no transport type set'],
  ])('%s is refused', (url, secret, message) =>
    expect(() => gitAuthOptions(parseGoUrl(url), secret as Record<string, string>)).toThrow(message),
  );
});
