import { memoryTree } from '@gotk/file-tree';
import { GoInt, GoMap, type GoValue, goMapOf } from '@gotk/go-template';
import { describe, expect, it } from 'vitest';
import { loadChart } from '../chart/load-chart.js';
import { plainValueOf } from '../encode/plain-value.js';
import { coalesceValues } from './coalesce-values.js';
import { loadValues } from './load-values.js';
import { mergeValueOptions } from './merge-value-options.js';
import { parseSet, type SetGrammar } from './set-parser.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function json(value: GoValue): unknown {
  return JSON.parse(JSON.stringify(plainValueOf(value)));
}

function set(text: string, kind: 'typed' | 'text' | 'json' | 'literal' = 'typed'): unknown {
  const target = new GoMap();
  parseSet(text, target, { kind } as SetGrammar);
  return json(target);
}

describe('--set and its kin', () => {
  const rows: readonly [kind: 'typed' | 'text' | 'json' | 'literal', text: string, result: unknown][] = [
    ['typed', 'a=1,b=true,c=null,d=x', { a: 1, b: true, c: null, d: 'x' }],
    ['typed', 'a.b.c=1,a.d=2', { a: { b: { c: 1 }, d: 2 } }],
    ['typed', 'a[0]=x,a[2]=y', { a: ['x', null, 'y'] }],
    ['typed', 'a[0].b=1,a[0].c=2', { a: [{ b: 1, c: 2 }] }],
    ['typed', 'a={1,x,true},b=2', { a: [1, 'x', true], b: 2 }],
    ['typed', 'a=1\\,2,b\\.c=3', { a: '1,2', 'b.c': 3 }],
    ['typed', 'a=,b=007,c=1.5', { a: '', b: '007', c: '1.5' }],
    ['text', 'a=1,b=true,c=null', { a: '1', b: 'true', c: 'null' }],
    ['json', 'a={"b":[1,{"c":null}]},d=true', { a: { b: [1, { c: null }] }, d: true }],
    ['json', 'a[1]="x"', { a: [null, 'x'] }],
    ['literal', 'a.b=1,2={x}\\', { a: { b: '1,2={x}\\' } }],
  ];
  it.each(rows)('%s %s', (kind, text, result) => expect(set(text, kind)).toEqual(result));

  it('whole numbers are int64, also those that no double holds', () => {
    const target = new GoMap();
    parseSet('a=9223372036854775807', target, { kind: 'typed' });
    expect(target.get('a')).toMatchObject({ value: 9223372036854775807n });
    expect(target.get('a')).toBeInstanceOf(GoInt);
  });

  const errors: readonly [text: string, message: string][] = [
    ['a', 'failed parsing --set data: key "a" has no value'],
    ['a,b=1', 'failed parsing --set data: key "a" has no value (cannot end with ,)'],
    ['a[x]=1', 'failed parsing --set data: error parsing index: strconv.Atoi: parsing "x": invalid syntax'],
    ['a[-1]=1', 'failed parsing --set data: negative -1 index not allowed'],
    ['a[70000]=1', 'failed parsing --set data: index of 70000 is greater than maximum supported index of 65536'],
    ['a={1', "failed parsing --set data: list must terminate with '}'"],
    [
      `${'a.'.repeat(31)}b=1`,
      'failed parsing --set data: value name nested level is greater than maximum supported nested level of 30',
    ],
  ];
  it.each(errors)('refuses %s', (text, message) => {
    expect(() => mergeValueOptions({ set: [text] })).toThrow(expect.objectContaining({ message }));
  });

  it('says when a path runs into something else', () => {
    const valueFiles = [{ name: 'a.yaml', data: encode('a: text\n') }];
    expect(() => mergeValueOptions({ valueFiles, set: ['a.b=1'] })).toThrow(
      'unable to parse key: interface conversion: interface {} is string, not map[string]interface {}',
    );
  });
});

describe('mergeValueOptions', () => {
  it('takes files, then set-json, set, set-string, set-file and set-literal', () => {
    const merged = mergeValueOptions({
      valueFiles: [
        { name: 'a.yaml', data: encode('a: {x: 1, z: 1}\nb: [1]\n') },
        { name: 'b.yaml', data: encode('a: {z: 2}\nb: [2, 3]\n') },
      ],
      setJson: ['{"c": {"d": 1}}', 'e=[1]'],
      set: ['c.f=2'],
      setString: ['g=3'],
      setFile: ['h=file.txt'],
      setLiteral: ['i=a,b'],
      readFile: (name) => encode(`content of ${name}`),
    });
    expect(json(merged)).toEqual({
      a: { x: 1, z: 2 },
      b: [2, 3],
      c: { d: 1, f: 2 },
      e: [1],
      g: '3',
      h: 'content of file.txt',
      i: 'a,b',
    });
  });

  it('leaves the given values as they are', () => {
    const base = goMapOf({ a: { b: 1 } });
    mergeValueOptions({ base, set: ['a.b=2'] });
    expect(json(base)).toEqual({ a: { b: 1 } });
  });
});

describe('loadValues', () => {
  it('merges the documents of a file, and keeps odd keys', () => {
    const values = loadValues(encode('a: {x: 1}\n---\na: {z: 2}\n__proto__: {z: 3}\n'), 'values.yaml');
    expect(values.keys()).toEqual(['__proto__', 'a']);
    expect(json(values.get('a'))).toEqual({ x: 1, z: 2 });
  });

  it.each([
    [
      '- a',
      'cannot unmarshal yaml document: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}',
    ],
    [
      'a: [',
      'cannot unmarshal yaml document: error converting YAML to JSON: yaml: line 1: did not find expected node content',
    ],
  ])('refuses %s', (text, message) => expect(() => loadValues(encode(text), 'values.yaml')).toThrow(message));
});

describe('coalesceValues', () => {
  const chart = loadChart(
    memoryTree({
      'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
      'values.yaml': 'a: 1\nb: {c: 1, d: 2}\nglobal: {g: 1}\ndb: {size: 5}\n',
      'charts/db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 1.0.0\n',
      'charts/db/values.yaml': 'size: 1\nmode: x\nglobal: {own: true}\n',
    }),
  );
  const rows: readonly [name: string, given: Parameters<typeof goMapOf>[0], result: unknown][] = [
    [
      'defaults',
      {},
      { a: 1, b: { c: 1, d: 2 }, global: { g: 1 }, db: { size: 5, mode: 'x', global: { g: 1, own: true } } },
    ],
    ['tables are merged', { b: { d: 3, e: 4 } }, { b: { c: 1, d: 3, e: 4 } }],
    ['null removes a default', { a: null, b: { c: null } }, { b: { d: 2 } }],
    [
      'null removes the default of a subchart',
      { db: { mode: null } },
      { db: { size: 5, global: { g: 1, own: true } } },
    ],
    [
      'globals win over those of the subchart',
      { global: { own: false } },
      { db: { size: 5, mode: 'x', global: { g: 1, own: false } } },
    ],
  ];
  it.each(rows)('%s', (_name, given, result) => {
    const values = json(coalesceValues(chart, goMapOf(given))) as Record<string, unknown>;
    expect(values).toMatchObject(result as object);
    if (given['a'] === null) expect(values).not.toHaveProperty('a');
  });

  it('refuses values of a subchart that are no table', () => {
    expect(() => coalesceValues(chart, goMapOf({ db: 5 }))).toThrow('type mismatch on db: %!t(float64=5)');
  });
});
