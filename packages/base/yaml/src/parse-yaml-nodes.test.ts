import { describe, expect, it } from 'vitest';
import { parseYamlNodes, renderYamlNodes } from './parse-yaml-nodes.js';

describe('nodes keep what the text says', () => {
  it.each([
    ['# head\na: 1 # line\n# foot\n'],
    ['a:\n  # in\n  b: 1\n  # end\nc: 2\n'],
    ['a: \'x\'\nb: "y"\nc: |\n  z\n'],
    ["a: {b: [1, {c: d}], e: 'f'}\n"],
    ['a: &x\n  b: 1\nc: *x\nd: !!str 1\n'],
    ['# doc\n\n# first\na: 1\n'],
    ['- # about\n  - a\n- b # c\n'],
  ])('%j', (text) => expect(renderYamlNodes(parseYamlNodes(text))).toBe(text));
});

it.each([
  ['a:\n    b: 1\n', 'a:\n  b: 1\n'],
  ['a:   1   # spaced\n', 'a: 1 # spaced\n'],
  ['a: 1\n\n# between\n\nb: 2\n', 'a: 1\n# between\nb: 2\n'],
  ['a: [\n  1, # one\n  2\n]\n', 'a: [1, # one\n  2]\n'],
])('%j is laid out as %j', (text, laidOut) => expect(renderYamlNodes(parseYamlNodes(text))).toBe(laidOut));

it('knows where each node begins', () => {
  const { root } = parseYamlNodes('a:\n- b\n');
  expect(root.kind === 'mapping' && root.entries[0]?.value.start).toMatchObject({ line: 1, column: 0 });
});
