import { describe, expect, it } from 'vitest';
import { parseMirrorFile, sourceMirrors } from './source-mirrors.js';

describe('a mirror', () => {
  const rules = [
    'https://github.com/fluxcd/flux2=http://127.0.0.1:1/git/flux2',
    'https://GitHub.com/=http://127.0.0.1:1/all/',
    'ssh://git@git.example.com:22/org=http://127.0.0.1:1/ssh',
    'ssh://other.example.com=ssh://mirror.example.com:2222/x',
    'oci://ghcr.io/org=oci://127.0.0.1:5000/copy',
    'oci://docker.io=https://registry.example.com/hub',
    'oci://quay.io=oci://registry.example.com',
  ];
  it.each([
    ['https://github.com/fluxcd/flux2', 'http://127.0.0.1:1/git/flux2', 'the prefix itself'],
    ['https://github.com/fluxcd/flux2.git', 'http://127.0.0.1:1/git/flux2.git', 'with .git'],
    ['https://github.com/fluxcd/flux2/', 'http://127.0.0.1:1/git/flux2', 'a slash at the end'],
    [
      'https://github.com/fluxcd/flux2-example',
      'http://127.0.0.1:1/all/fluxcd/flux2-example',
      'another name that begins alike',
    ],
    ['https://user:pass@github.com/a/b', 'http://user:pass@127.0.0.1:1/all/a/b', 'credentials in the address'],
    ['https://github.com:443/a?b=c', 'http://127.0.0.1:1/all/a?b=c', 'default port and query'],
    ['ssh://git@git.example.com/org/a', 'http://127.0.0.1:1/ssh/a', 'SSH by HTTP, without the user'],
    ['ssh://git@other.example.com/a', 'ssh://git@mirror.example.com:2222/x/a', 'SSH by SSH, with the user'],
    [
      'https://ghcr.io/v2/org/app/manifests/1.0',
      'http://127.0.0.1:5000/v2/copy/app/manifests/1.0',
      'a registry on this machine',
    ],
    [
      'http://ghcr.io/v2/org/app/tags/list?n=9',
      'http://127.0.0.1:5000/v2/copy/app/tags/list?n=9',
      'an insecure registry',
    ],
    [
      'https://ghcr.io/v2/organ/app/manifests/1.0',
      'https://ghcr.io/v2/organ/app/manifests/1.0',
      'another organisation',
    ],
    ['https://index.docker.io/v2/a/b/blobs/x', 'https://registry.example.com/v2/hub/a/b/blobs/x', 'Docker Hub'],
    ['https://quay.io/v2/a/b/blobs/x', 'https://registry.example.com/v2/a/b/blobs/x', 'a registry elsewhere'],
    ['https://gitlab.com/a/b', 'https://gitlab.com/a/b', 'no mirror'],
    ['not a url', 'not a url', 'no address'],
  ])('%s is asked at %s: %s', (url, expected) => {
    expect(sourceMirrors(rules)(url)).toBe(expected);
  });

  it.each([
    ['https://github.com'],
    ['=http://a'],
    ['https://a='],
    ['https://a=b'],
    ['https://a=oci://b'],
    ['oci://a=ssh://b'],
    ['https://a?x=http://b'],
  ])('%s is refused', (rule) => {
    expect(() => sourceMirrors([rule])).toThrow(expect.objectContaining({ code: 'bad-source-mirror' }));
  });

  it('never shows a password', () => {
    expect(() => sourceMirrors(['ftp://user:secret@a'])).toThrow(/^((?!secret).)*$/s);
  });
});

it('reads a file with comments and empty lines', () => {
  expect(parseMirrorFile('# all\nhttps://a=http://b # local\r\n\n  oci://a=oci://b\n')).toEqual([
    'https://a=http://b',
    'oci://a=oci://b',
  ]);
});
