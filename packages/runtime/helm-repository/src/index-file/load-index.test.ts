import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bufferSource } from './byte-source.js';
import { loadIndex } from './load-index.js';
import { splitIndex } from './split-index.js';

const load = (text: string): string => loadIndex(Buffer.from(text)).toString();

const HEAD = 'apiVersion: v1\ngenerated: "2024-01-01T00:00:00.120Z"\n';
const version = (number: string, rest = ''): string => `  - name: web\n    version: ${number}\n${rest}`;

describe('an index', () => {
  test('is written as Flux stores it', () => {
    const more =
      '    description: a <b> & c\n    maintainers:\n    - email: a@b\n      name: a\n    urls:\n    - web.tgz\n';
    const other =
      '  other:\n  - name: other\n    version: 0.1.0\n    deprecated: true\n    annotations: {b: "1", a: "2"}\n';
    const rows = version('1.0.0', more) + version('1.10.0') + version('1.9.0-rc.1');
    expect(load(`${HEAD}entries:\n  web:\n${rows}${other}`)).toBe(`{
  "apiVersion": "v1",
  "generated": "2024-01-01T00:00:00.12Z",
  "entries": {
    "other": [
      {
        "name": "other",
        "version": "0.1.0",
        "apiVersion": "v1",
        "deprecated": true,
        "annotations": {
          "a": "2",
          "b": "1"
        },
        "urls": null,
        "created": "0001-01-01T00:00:00Z"
      }
    ],
    "web": [
      {
        "name": "web",
        "version": "1.10.0",
        "apiVersion": "v1",
        "urls": null,
        "created": "0001-01-01T00:00:00Z"
      },
      {
        "name": "web",
        "version": "1.9.0-rc.1",
        "apiVersion": "v1",
        "urls": null,
        "created": "0001-01-01T00:00:00Z"
      },
      {
        "name": "web",
        "version": "1.0.0",
        "description": "a \\u003cb\\u003e \\u0026 c",
        "maintainers": [
          {
            "name": "a",
            "email": "a@b"
          }
        ],
        "apiVersion": "v1",
        "urls": [
          "web.tgz"
        ],
        "created": "0001-01-01T00:00:00Z"
      }
    ]
  }
}`);
  });

  test.each([
    { name: 'nothing', text: '', message: 'empty index.yaml file' },
    { name: 'no version of the format', text: 'entries: {}\n', message: 'no API version specified' },
    {
      name: 'no YAML',
      text: '{{{ nope',
      message: "error converting YAML to JSON: yaml: line 1: did not find expected ',' or '}'",
    },
    {
      name: 'a field that nobody knows',
      text: `${HEAD}entries:\n  web:\n${version('1.0.0', '    what: is this\n')}`,
      message: 'error unmarshaling JSON: while decoding JSON: json: unknown field "what"',
    },
    {
      name: 'a chart named twice',
      text: `${HEAD}entries:\n  web: []\n  web: []\n`,
      message: 'error converting YAML to JSON: yaml: unmarshal errors:\n  line 5: key "web" already set in map',
    },
  ])('with $name is refused', ({ text, message }) => {
    expect(() => load(text)).toThrow(message);
  });

  test('drops versions that are not valid', () => {
    const rows = `${version('1.0.0')}${version('one')}  - version: 1.0.0\n  - name: ../web\n    version: 1.0.0\n`;
    const { entries } = JSON.parse(load(`${HEAD}entries:\n  web:\n${rows}`));
    expect(entries.web).toHaveLength(1);
  });

  test.each([
    { name: 'JSON', text: '{"apiVersion":"v1","entries":{"web":[{"name":"web","version":"1.0.0"}]},"unknown":1}' },
    { name: 'flow style', text: `${HEAD}entries: {web: [{name: web, version: 1.0.0}]}\n` },
    { name: 'lists at the indentation of their key', text: `${HEAD}entries:\n  web:\n${version('1.0.0')}` },
    { name: 'lists indented', text: `${HEAD}entries:\n  web:\n    - name: web\n      version: 1.0.0\n` },
    { name: 'entries first', text: `entries:\n  web:\n${version('1.0.0')}${HEAD}` },
    { name: 'comments and empty lines', text: `${HEAD}entries:\n\n# one\n  web: # two\n${version('1.0.0')}\n#\n` },
    { name: 'anchors', text: `${HEAD}entries:\n  a: &a\n${version('1.0.0')}  web: *a\n` },
    { name: 'CRLF', text: `${HEAD}entries:\n  web:\n${version('1.0.0')}`.replaceAll('\n', '\r\n') },
  ])('may be laid out as $name', ({ text }) => {
    expect(JSON.parse(load(text)).entries.web).toMatchObject([{ name: 'web', version: '1.0.0' }]);
  });

  test('is the same in parts and as a whole', () => {
    const word = fc.stringMatching(/^[a-z]{1,6}$/);
    const charts = fc.dictionary(
      word,
      fc.array(fc.record({ description: fc.string(), version: fc.nat(9) }), { maxLength: 3 }),
    );
    fc.assert(
      fc.property(charts, (generated) => {
        const chunks = Object.entries(generated).map(([name, versions]) => {
          const rows = versions.map(
            ({ description, version }) =>
              `  - name: ${name}x\n    version: ${version}.0.0\n    description: ${JSON.stringify(description)}\n`,
          );
          return `  ${name}x:${rows.length === 0 ? ' []' : ''}\n${rows.join('')}`;
        });
        const text = `${HEAD}entries:\n${chunks.join('')}`;
        if (chunks.length > 0) expect(splitIndex(bufferSource(Buffer.from(text)))?.charts).toHaveLength(chunks.length);
        expect(load(text)).toBe(
          load(`${text}# `.replace('entries:\n', `entries: ${chunks.length === 0 ? '{}' : ''}#\n`)),
        );
      }),
      { numRuns: 50 },
    );
  });
});
