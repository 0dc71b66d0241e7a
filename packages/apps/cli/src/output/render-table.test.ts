import { describe, expect, it } from 'vitest';
import { renderTable } from './render-table.js';
import { renderTree } from './render-tree.js';
import { truncateHex } from './truncate-hex.js';

describe('renderTable', () => {
  const rows: readonly [name: string, header: string[], rows: string[][], expected: string][] = [
    ['pads to the widest cell', ['Name', 'Ready'], [['app', 'True']], 'NAME\tREADY \napp \tTrue \t\n'],
    ['prints a header alone', ['Name', 'Message'], [], 'NAME\tMESSAGE \n'],
    [
      'prints no header',
      [],
      [
        ['app', 'True'],
        ['longer', ''],
      ],
      'app   \tTrue\t\nlonger\t    \t\n',
    ],
    ['splits cells of several lines', ['A', 'B'], [['x', 'one\ntwo']], 'A\tB   \nx\tone\t\n \ttwo\t\n'],
    [
      'counts characters',
      ['A', 'B'],
      [
        ['é', 'x'],
        ['ab', 'y'],
      ],
      'A \tB \né \tx\t\nab\ty\t\n',
    ],
  ];
  it.each(rows)('%s', (_, header, cells, expected) => {
    expect(renderTable(header, cells)).toBe(expected);
  });
});

describe('renderTree', () => {
  it('draws branches', () => {
    const leaf = (text: string) => ({ text, children: [] });
    const tree = {
      text: 'root',
      children: [
        { text: 'a', children: [leaf('b'), leaf('c')] },
        { text: 'd', children: [leaf('e')] },
      ],
    };
    expect(renderTree(tree)).toBe('root\n├── a\n│   ├── b\n│   └── c\n└── d\n    └── e\n');
  });
});

describe('truncateHex', () => {
  const sha1 = '473fb30c1111111111111111111111111111aaaa';
  const rows: readonly [text: string, expected: string][] = [
    ['', ''],
    [`main@sha1:${sha1}`, 'main@sha1:473fb30c'],
    [`${sha1} and ${sha1}`, '473fb30c and 473fb30c'],
    [`x${sha1}`, `x${sha1}`],
    [sha1.toUpperCase(), sha1.toUpperCase()],
    ['deadbeef', 'deadbeef'],
    ['a'.repeat(128), 'aaaaaaaa'],
    ['a'.repeat(129), 'a'.repeat(129)],
  ];
  it.each(rows)('%s', (text, expected) => {
    expect(truncateHex(text)).toBe(expected);
  });
});
