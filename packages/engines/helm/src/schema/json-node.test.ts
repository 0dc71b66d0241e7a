import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonNumber, parseJsonNode, tableOf } from './json-node.js';

describe('parseJsonNode', () => {
  it.each(['1', '-0', '1.0', '1e3', '12345678901234567890', '0.1', '-1.50'])('keeps the spelling of %s', (text) => {
    expect(parseJsonNode(text)).toEqual(new JsonNumber(text));
    expect(parseJsonNode(`[1, ${text}]`)).toEqual([new JsonNumber('1'), new JsonNumber(text)]);
    expect(parseJsonNode(`{"a":${text}}`)).toEqual(new Map([['a', new JsonNumber(text)]]));
  });

  it('keeps the order of keys that look like indexes', () => {
    expect([...(tableOf(parseJsonNode('{"b":1,"10":2,"2":3}'))?.keys() ?? [])]).toEqual(['b', '10', '2']);
  });

  it('takes any key for a key', () => {
    expect(parseJsonNode('{"__proto__":{"constructor":1}}')).toEqual(
      new Map([['__proto__', new Map([['constructor', new JsonNumber('1')]])]]),
    );
  });

  it('takes the last of two members of one name', () => {
    expect(parseJsonNode('{"a":1,"b":2,"a":3}')).toEqual(new Map(Object.entries({ a: 3, b: 2 }).map(numbered)));
  });

  it('reads whatever JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.stringify(plain(parseJsonNode(JSON.stringify(value))))).toEqual(JSON.stringify(value));
      }),
    );
  });
});

function numbered([key, value]: [string, number]): [string, JsonNumber] {
  return [key, new JsonNumber(String(value))];
}

function plain(node: unknown): unknown {
  if (node instanceof JsonNumber) return Number(node.text);
  if (node instanceof Map) return Object.fromEntries([...node].map(([key, value]) => [key, plain(value)]));
  return Array.isArray(node) ? node.map(plain) : node;
}
