import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createObjectParser, type ObjectAnswer } from './object-parser.js';
import { parseCommit, parseTag, shortMessage } from './parse-commit.js';
import { parseTree } from './parse-tree.js';

const A = 'a'.repeat(40);

describe('createObjectParser', () => {
  const output = Buffer.from(
    [
      `${A} blob 5\nhel\nl\n`,
      'nothing missing\n',
      `${A} blob 0\n\n`,
      `${A} blob 9\n123456789\n`,
      `${A} commit 9\n123456789\n`,
    ].join(''),
  );
  const want = ['object blob hel\nl', 'missing', 'object blob ', 'too-large 9', 'object commit 123456789'];
  const show = (answer: ObjectAnswer): string => {
    if (answer.kind === 'object') return `object ${answer.object.type} ${answer.object.content.toString()}`;
    return answer.kind === 'missing' ? 'missing' : `too-large ${answer.sizeBytes}`;
  };

  test('finds the same answers however the output is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: output.length })), (cuts) => {
        const answers: string[] = [];
        const parser = createObjectParser(8, (answer) => answers.push(show(answer)));
        const sorted = [0, ...cuts.sort((a, b) => a - b), output.length];
        for (const [index, cut] of sorted.entries()) parser.push(output.subarray(sorted[index - 1] ?? 0, cut));
        expect(answers).toEqual(want);
      }),
    );
  });
});

describe('parseCommit', () => {
  const person = 'Ann Other <ann@example.com> 1704067200 +0100';
  const text = `tree ${A}\nparent ${A}\nauthor ${person}\ncommitter ${person}\n`;

  test('reads headers and message', () => {
    expect(parseCommit(A, Buffer.from(`${text}\nsubject\n\nbody\n`))).toMatchObject({
      tree: A,
      parents: [A],
      author: { name: 'Ann Other', email: 'ann@example.com', whenSeconds: 1_704_067_200, timeZone: '+0100' },
      message: 'subject\n\nbody\n',
      objectFormat: 'sha1',
    });
  });

  test('takes a signature out of what was signed', () => {
    const signature = '-----BEGIN SSH SIGNATURE-----\n abc\n \n-----END SSH SIGNATURE-----';
    const header = `gpgsig ${signature.replaceAll('\n', '\n ')}\n`;
    const commit = parseCommit(A, Buffer.from(`${text}${header}encoding UTF-8\n\nsubject\n`));
    expect(commit.signature).toBe(signature);
    expect(commit.signed.toString()).toBe(`${text}encoding UTF-8\n\nsubject\n`);
  });

  test.each([
    { name: 'nothing', content: '' },
    { name: 'no people', content: `tree ${A}\n\nx` },
    { name: 'garbage', content: '\0\0\0' },
  ])('does not stumble over $name', ({ content }) => {
    expect(parseCommit(A, Buffer.from(content)).author.name).toBe('');
  });

  test.each([
    { name: 'the first line', message: 'subject\n\nbody', want: 'subject' },
    { name: '50 characters', message: 'x'.repeat(50), want: 'x'.repeat(50) },
    { name: 'no more than 50 characters', message: 'ü'.repeat(51), want: `${'ü'.repeat(50)}...` },
  ])('the short message is $name', ({ message, want }) => {
    expect(shortMessage(parseCommit(A, Buffer.from(`${text}\n${message}`)))).toBe(want);
  });
});

test('parseTag takes the signature off the message', () => {
  const signature = '-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----\n';
  const content = `object ${A}\ntype commit\ntag v1\ntagger A <a@b> 1 +0000\n\nmessage\n`;
  const tag = parseTag(A, Buffer.from(content + signature));
  expect(tag).toMatchObject({ name: 'v1', target: A, message: 'message\n', signature });
  expect(tag.signed?.toString()).toBe(content);
});

describe('parseTree', () => {
  const item = (mode: string, name: string): Buffer =>
    Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.alloc(20, 1)]);

  test('tells the kinds apart', () => {
    const content = Buffer.concat([
      item('100644', 'file'),
      item('100664', 'old'),
      item('100755', 'run'),
      item('120000', 'link'),
      item('40000', 'dir'),
      item('160000', 'module'),
    ]);
    expect(parseTree(content, 20).map(({ name, kind }) => `${name}: ${kind}`)).toEqual([
      'file: file',
      'old: file',
      'run: executable',
      'link: symlink',
      'dir: directory',
      'module: submodule',
    ]);
  });

  test.each(['', '.', '..', 'a/b', '.git', '.GIT'])('refuses the name %j', (name) => {
    expect(() => parseTree(item('100644', name), 20)).toThrow('invalid path component');
  });

  test.each([
    { name: 'a cut hash', content: item('100644', 'x').subarray(0, -1) },
    { name: 'no name', content: Buffer.from('100644') },
  ])('refuses $name', ({ content }) => {
    expect(() => parseTree(content, 20)).toThrow('malformed tree object');
  });
});
