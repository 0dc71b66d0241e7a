import { describe, expect, it } from 'vitest';
import { goInt, goInt64 } from '../value/go-int.js';
import { goMap } from '../value/go-map.js';
import type { GoValue } from '../value/go-value.js';
import { sprint, sprintf } from './printf.js';

describe('sprintf', () => {
  const map = goMap([
    ['b', 'x'],
    ['a', 1],
  ]);
  const rows: readonly [format: string, args: readonly GoValue[], output: string][] = [
    ['%v %v %v', [1, goInt(2), 'a'], '1 2 a'],
    ['%d|%5d|%-5d|%05d|%+d', [goInt(42), goInt(42), goInt(42), goInt(42), goInt(42)], '42|   42|42   |00042|+42'],
    ['%x %X %o %b %c %U', [goInt(255), goInt(255), goInt(8), goInt(5), goInt(65), goInt(65)], 'ff FF 10 101 A U+0041'],
    ['%#x %#o', [goInt(255), goInt(8)], '0xff 010'],
    ['%s|%10s|%-10s|%.2s|%q', ['abc', 'abc', 'abc', 'abc', 'a"b'], 'abc|       abc|abc       |ab|"a\\"b"'],
    ['%f %.2f %e %g %8.3f', [1.5, 1.005, 123456.789, 1e21, Math.PI], '1.500000 1.00 1.234568e+05 1e+21    3.142'],
    ['%v %v %v %v', [1e6, 1e20, 123456789, 0.000001], '1e+06 1e+20 1.23456789e+08 1e-06'],
    ['%t %v', [true, null], 'true <nil>'],
    [
      '%v %s',
      [
        [1, 'a', null],
        ['x', 'y'],
      ],
      '[1 a <nil>] [x y]',
    ],
    ['%v', [map], 'map[a:1 b:x]'],
    ['%T %T %T %T', [1, goInt64(1), 'a', map], 'float64 int64 string map[string]interface {}'],
    ['%d', ['a'], '%!d(string=a)'],
    ['%s', [goInt(1)], '%!s(int=1)'],
    ['%d', [], '%!d(MISSING)'],
    ['a', [goInt(1)], 'a%!(EXTRA int=1)'],
    ['%z', [goInt(1)], '%!z(int=1)'],
    ['%!', [], '%!!(MISSING)'],
    ['%', [], '%!(NOVERB)'],
    ['%[2]d %[1]d', [goInt(1), goInt(2)], '2 1'],
    ['%*d', [goInt(4), goInt(7)], '   7'],
    ['100%%', [], '100%'],
    ['%x', ['hi'], '6869'],
    ['%#v', ['a'], '"a"'],
    ['%5t|%-7t|', [true, false], ' true|false  |'],
    ['%6.2f|%-8.1f|%08.3f', [Math.PI, 2.5, -1.5], '  3.14|2.5     |-001.500'],
    ['%v', [goInt64(9223372036854775807n)], '9223372036854775807'],
  ];
  it.each(rows)('%s', (format, args, output) => expect(sprintf(format, args)).toBe(output));
});

it('sprint puts spaces between two operands of which none is text', () => {
  expect(sprint(['a', goInt(1), goInt(2), 'b', 'c', 3])).toBe('a1 2bc3');
});
