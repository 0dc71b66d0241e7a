import { parseYaml } from '@gotk/yaml';
import { describe, expect, it } from 'vitest';
import { compareValues } from './compare-values.js';
import { renderChanges } from './render-changes.js';

const long = 'a'.repeat(64);

/** As dyff 1.10 prints it. */
const rows = [
  {
    name: 'entries of a map side by side',
    from: 'data: {a: x}',
    to: 'data: {b: x}',
    shows: ['data', '- one map entry removed:   + one map entry added:', 'a: x                         b: x'],
  },
  {
    name: 'entries of a map one below the other where they are wide',
    from: 'spec: {ports: [{name: http, port: 80}, {name: b, port: 9}]}',
    to: `spec: {ports: [{name: http, port: 81}, {name: c, port: 9, sub: [1, {a: b}], long: ${long}}]}`,
    shows: [
      'spec.ports',
      '- one list entry removed:',
      '- name: b',
      '  port: 9',
      '',
      '+ one list entry added:',
      '  - name: c',
      '    port: 9',
      `    long: ${long}`,
      '    sub:',
      '    - 1',
      '    - a: b',
      '',
      '',
      'spec.ports.http.port',
      '± value change',
      '- 80',
      '+ 81',
    ],
  },
  {
    name: 'lines of a text',
    from: 'm: "one\\ntwo\\nthree\\n"',
    to: 'm: "one\\ndeux\\nthree\\n"',
    shows: ['m', '± value change in multiline text (one insert, one deletion)', '- two', '+ deux', ''],
  },
  {
    name: 'another type',
    from: 'd: "5"',
    to: 'd: 5',
    shows: ['d', '± type change from string to int', '- 5', '+ 5'],
  },
  {
    name: 'a list with one entry',
    from: 'one: [x]',
    to: 'one: [z]',
    shows: ['one.0', '± value change', '- x', '+ z'],
  },
  {
    name: 'a list of plain values',
    from: 'args: [a, b, c]',
    to: 'args: [a, d]',
    shows: [
      'args',
      '- two list entries removed:   + one list entry added:',
      '- b                             - d',
      '- c',
    ],
  },
  {
    name: 'another order',
    from: 'list: [1, 2, 3]',
    to: 'list: [3, 2, 1]',
    shows: ['list', '⇆ order changed', '- 1, 2, 3', '+ 3, 2, 1'],
  },
  {
    name: 'an added map',
    from: 'metadata: {}',
    to: 'metadata: {labels: {a: b}}',
    shows: ['metadata', '+ one map entry added:', '  labels:', '    a: b'],
  },
];

describe('changes are shown as dyff shows them', () => {
  it.each(rows)('$name', ({ from, to, shows }) => {
    expect(renderChanges(compareValues(parseYaml(from), parseYaml(to)))).toBe(`\n${shows.join('\n')}\n\n`);
  });

  it('shows nothing of what is equal', () => {
    expect(compareValues(parseYaml('a: [1, {b: c}]'), parseYaml('a: [1, {b: c}]'))).toEqual([]);
  });
});
