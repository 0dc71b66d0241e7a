import { describe, expect, it } from 'vitest';
import { bytesOf, textOf } from '../testing/sops-files.js';
import type { SopsFormat } from './format.js';
import { FORMAT_CODECS } from './format-codecs.js';
import { detectSopsFormat, sopsFormatOfPath } from './format-of-file.js';

function rewrite(text: string, from: SopsFormat, to: SopsFormat): string {
  return textOf(FORMAT_CODECS[to].render(FORMAT_CODECS[from].parse(bytesOf(text))));
}

describe('YAML', () => {
  it.each([
    [
      'keeps comments',
      '# head\n\na: 1 # one\n# before b\nb:\n    # in\n    c: 2\n# end\n',
      '# head\na: 1 # one\n# before b\nb:\n    # in\n    c: 2\n# end\n',
    ],
    [
      'indents lists',
      'a:\n- b\n- c: 1\n  d: [2, {e: 3}]\n',
      'a:\n    - b\n    - c: 1\n      d:\n        - 2\n        - e: 3\n',
    ],
    ['unfolds aliases', 'a: &x {b: 1}\nc: *x\n', 'a:\n    b: 1\nc:\n    b: 1\n'],
    ['keeps merges as keys', 'a: &x {b: 1}\nc:\n  <<: *x\n', 'a:\n    b: 1\nc:\n    !!merge <<:\n        b: 1\n'],
    [
      'types values',
      'a: 0x10\nb: 1e3\nc: 2001-12-14t21:59:43.10-05:00\n---\nd: !!int x\ne: ~\n',
      'a: 16\nb: 1000\nc: 2001-12-14T21:59:43.1-05:00\n---\nd: null\ne: null\n',
    ],
    [
      'quotes what it must',
      'a: "1"\nb: "y"\nc: "a: b"\nd: "x\\ny\\n"\n',
      'a: "1"\nb: "y"\nc: \'a: b\'\nd: |\n    x\n    y\n',
    ],
    ['has several documents', 'a: 1\n---\n---\nb: 2\n', 'a: 1\n---\n{}\n---\nb: 2\n'],
    ['keeps what is not UTF-8', 'a: !!binary /w==\n', 'a: !!binary /w==\n'],
  ])('%s', (_name, text, expected) => expect(rewrite(text, 'yaml', 'yaml')).toBe(expected));
});

describe('INI', () => {
  it.each([
    ['aligns keys', '[a]\nb=1\nlonger=2\n', '[a]\nb      = 1\nlonger = 2\n'],
    ['quotes', 'a = `x # y`\nb = """p\nq"""\nc = " z"\nd = \'e\'\n', 'a = `x # y`\nb = """p\nq"""\nc = " z"\nd = e\n'],
    ['goes on behind a backslash', 'a = b \\\n  c\n', 'a = b c\n'],
    ['keeps comments with their key', '; one\na = 1 # two\nb = 2\n', '; one\n# two\na = 1\nb = 2\n'],
  ])('%s', (_name, text, expected) => {
    const once = rewrite(text, 'ini', 'ini');
    expect(rewrite(once, 'ini', 'ini')).toBe(once);
    expect(once).toBe(expected);
  });

  it.each([
    ['novalue\n', 'key-value delimiter not found: <redacted>'],
    ['= x\n', 'empty key name: <redacted>'],
    ['[]\n', 'empty section name'],
    ['[a\n', 'unclosed section: [a\n'],
    ['a = `x\n', 'missing closing key quote from "<redacted>" to "<redacted>"'],
  ])('refuses %j', (text, message) =>
    expect(() => FORMAT_CODECS.ini.parse(bytesOf(text))).toThrow(`Could not unmarshal input data: ${message}`),
  );
});

describe('from one format to another', () => {
  it.each([
    [
      'yaml',
      'dotenv',
      'a: 1\nb: 1.0\nc: true\nd: "x\\ny"\n# e\nf: null\n',
      'a=1\nb=1.0\nc=true\nd=x\\ny\n# e\nf=<nil>\n',
    ],
    [
      'yaml',
      'json',
      '# a\nb: <x>\nc: [1, 1e21]\n',
      '{\n\t"b": "\\u003cx\\u003e",\n\t"c": [\n\t\t1,\n\t\t1e+21\n\t]\n}\n',
    ],
    ['json', 'yaml', '{"b":1,"a":{"c":[]},"b":2}', 'b: 1\na:\n    c: []\nb: 2\n'],
  ] as const)('%s to %s', (from, to, text, expected) => expect(rewrite(text, from, to)).toBe(expected));

  it.each([
    ['yaml', 'dotenv', 'a: [1]\n', 'cannot use complex value in dotenv file; offending key a'],
    [
      'yaml',
      'ini',
      'a: 1\n',
      'Error marshaling to INI: Error encoding section: Section values should always be TreeBranches',
    ],
    ['yaml', 'binary', 'a: 1\n', 'error emitting binary store: no binary data found in tree'],
    ['yaml', 'binary', 'data: 1\n', "error emitting binary store: 'data' key in tree does not have a string value"],
    ['yaml', 'json', 'a: .inf\n', 'Error marshaling to json: Error encoding value : json: unsupported value: +Inf'],
  ] as const)('refuses %s to %s', (from, to, text, message) => expect(() => rewrite(text, from, to)).toThrow(message));
});

it.each([
  ['a.yaml', 'yaml'],
  ['a.yml', 'yaml'],
  ['.dockerconfigjson', 'json'],
  ['.env', 'dotenv'],
  ['x.ini', 'ini'],
  ['tls.key', 'binary'],
])('takes %s for %s', (path, format) => expect(sopsFormatOfPath(path)).toBe(format));

it.each([
  ['x: 1\nsops:\n    mac: ENC[x]\n', 'yaml'],
  ['{"sops":{"mac": "ENC[x]"}}', 'json'],
  ['A=1\nsops_mac=ENC[x]\n', 'dotenv'],
  ['[sops]\nmac = ENC[x]\n', 'ini'],
  ['plain', undefined],
])('finds in %j the format %s', (text, format) => expect(detectSopsFormat(bytesOf(text))).toBe(format));
