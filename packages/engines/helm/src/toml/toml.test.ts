import { goMapOf } from '@gotk/go-template';
import { describe, expect, it } from 'vitest';
import { plainValueOf } from '../encode/plain-value.js';
import { decodeToml } from './decode-toml.js';
import { encodeToml } from './encode-toml.js';

describe('encodeToml', () => {
  const rows: readonly [name: string, value: Parameters<typeof goMapOf>[0], toml: string][] = [
    ['scalars', { s: 'a"b\n', f: 1, b: true, n: null }, 'b = true\nf = 1.0\ns = "a\\"b\\n"\n'],
    ['tables behind pairs', { t: { x: 1 }, a: 2 }, 'a = 2.0\n\n[t]\n  x = 1.0\n'],
    ['tables within tables', { t: { u: { x: 'y' } } }, '[t]\n  [t.u]\n    x = "y"\n'],
    ['lists', { l: ['a', 1], e: [] }, 'e = []\nl = ["a", 1.0]\n'],
    ['lists of tables', { l: [{ x: 1 }, { x: 2 }] }, '\n[[l]]\n  x = 1.0\n\n[[l]]\n  x = 2.0\n'.slice(1)],
    ['tables in mixed lists', { l: [1, { a: 'b' }] }, 'l = [1.0, {a = "b"}]\n'],
    ['odd keys', { 'a b': 1, '': 2 }, '"" = 2.0\n"a b" = 1.0\n'],
  ];
  it.each(rows)('%s', (_name, value, toml) => expect(encodeToml(goMapOf(value))).toBe(toml));

  it('refuses lists with nothing in them', () => {
    expect(() => encodeToml(goMapOf({ l: [null] }))).toThrow('toml: cannot encode array with nil element');
  });
});

describe('decodeToml', () => {
  const rows: readonly [toml: string, value: unknown][] = [
    ['a = 1\nb = "x"\nc = 1.5\nd = true # e', { a: 1, b: 'x', c: 1.5, d: true }],
    ['[t]\na.b = 1\n[t.u]\nc = 2', { t: { a: { b: 1 }, u: { c: 2 } } }],
    ['[[l]]\na = 1\n[[l]]\na = 2\n[l.m]\nb = 3', { l: [{ a: 1 }, { a: 2, m: { b: 3 } }] }],
    ['a = [1, [2, 3],\n  {b = 4}, # c\n]', { a: [1, [2, 3], { b: 4 }] }],
    ['a = """\nx\\\n   y"""\nb = \'\'\'r\\aw\'\'\'', { a: 'xy', b: 'r\\aw' }],
    ['a = 0xff\nb = 0o17\nc = 0b11\nd = 1_000\ne = -1e3', { a: 255, b: 15, c: 3, d: 1000, e: -1000 }],
    ['a = 2024-01-02T03:04:05Z\n"b.c" = 1', { a: '2024-01-02T03:04:05Z', 'b.c': 1 }],
    ['"__proto__" = {x = 1}', JSON.parse('{"__proto__": {"x": 1}}')],
  ];
  it.each(rows)('%j', (toml, value) => {
    expect(JSON.parse(JSON.stringify(plainValueOf(decodeToml(toml))))).toEqual(value);
  });

  const errors: readonly [toml: string, message: string][] = [
    ['a = ', 'toml: line 1 (last key "a"): unexpected EOF; expected value'],
    ['a b', "toml: line 1: expected '.' or '=', but got 'b' instead"],
    ['a = 1\na = 2', 'toml: line 2 (last key "a"): Key \'a\' has already been defined.'],
    ['[a\nb=1', "toml: line 2: expected '.' or ']' to end table name, but got '\\n' instead"],
    ['a = "x', 'toml: line 1 (last key "a"): unexpected EOF; expected \'"\''],
    ['a = 01', 'toml: line 1 (last key "a"): Invalid integer "01": cannot have leading zeroes'],
    ['a = [1 2]', "toml: line 1 (last key \"a\"): expected a comma (',') or array terminator (']'), but got '2'"],
    [`a = ${'['.repeat(600)}`, 'nested more than 500 deep'],
  ];
  it.each(errors)('refuses %j', (toml, message) => expect(() => decodeToml(toml)).toThrow(message));
});
