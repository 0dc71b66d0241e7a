import { describe, expect, it } from 'vitest';
import { parseYamlDocuments } from './parse-yaml-documents.js';
import { readYamlOrJson } from './stream/read-yaml-or-json.js';
import { splitYaml } from './stream/split-yaml.js';

describe('parseYamlDocuments', () => {
  it('knows where each document begins and leaves empty ones out', () => {
    const documents = parseYamlDocuments('# head\n---\na: 1\n---\n# only\n---\n\nb: 2\n');
    expect(documents.map(({ value, startLine }) => ({ value, startLine }))).toEqual([
      { value: { a: 1 }, startLine: 3 },
      { value: { b: 2 }, startLine: 7 },
    ]);
  });

  it('places errors in the file', () => {
    expect(() => parseYamlDocuments('a: 1\n---\nb: c: d\n', { file: 'x.yaml' })).toThrow(
      expect.objectContaining({ at: { file: 'x.yaml', line: 3, column: 5 } }),
    );
  });

  it('unwraps a list that stands alone', () => {
    const list = 'kind: List\nitems:\n- kind: A\n- kind: B\n';
    const options = { dialect: 'kyaml', unwrapLists: true } as const;
    expect(parseYamlDocuments(list, options).map(({ path }) => path)).toEqual([
      ['items', 0],
      ['items', 1],
    ]);
    expect(parseYamlDocuments(`${list}---\nkind: C\n`, options).map(({ value }) => value)).toMatchObject([
      { kind: 'List' },
      { kind: 'C' },
    ]);
  });

  it('says for kustomize that the YAML is malformed', () => {
    expect(() => parseYamlDocuments('a: b: c\n', { dialect: 'kyaml' })).toThrow(
      'MalformedYAMLError: yaml: mapping values are not allowed in this context',
    );
  });
});

describe('splitYaml', () => {
  it.each([
    ['---\na\n---\nb\n---', 'sigs', ['---\na\n', 'b\n']],
    ['---\na\n---\nb\n---', 'kyaml', ['---\na\n', 'b\n---']],
    ['a\r\n--- # c\r\nb', 'sigs', ['a\n', 'b\n']],
    ['', 'sigs', []],
    ['', 'kyaml', []],
  ] as const)('%j as %s', (text, dialect, parts) => {
    expect(splitYaml(text, dialect).map((part) => part.text)).toEqual(parts);
  });

  it('refuses content behind the dashes', () => {
    expect(() => splitYaml('a\n--- b\n')).toThrow('invalid Yaml document separator: b');
    expect(() => splitYaml('a\n--- b\n', 'kyaml')).toThrow('invalid document separator: --- b');
  });
});

describe('readYamlOrJson', () => {
  it.each([
    ['{"a":1}\n{"b":2}', [{ a: 1 }, { b: 2 }]],
    ['{"a":1}\n---\nb: 2\n', [{ a: 1 }, { b: 2 }]],
    ['a: 1\n---\n---\n{"b": 2}\n', [{ a: 1 }, null, { b: 2 }]],
  ])('%j', (text, values) => {
    // A separator after nothing is a document of its own.
    expect(readYamlOrJson(text).filter((value) => value !== null)).toEqual(values.filter((value) => value !== null));
  });

  it('counts the bytes up to what is no JSON', () => {
    expect(() => readYamlOrJson('{"a":1}{"b":2}{"c":,}')).toThrow(
      "json: offset 20: invalid character ',' looking for beginning of value",
    );
  });
});
