import { gzipSync } from 'node:zlib';
import { writeTar } from '@gotk/archive';
import { memoryTree } from '@gotk/file-tree';
import type { RunLimits } from '@gotk/go-template';
import { LocatedError } from '@gotk/located-error';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { loadChart } from './chart/load-chart.js';
import { renderFiles, stillEnvironment } from './testing/render-files.js';
import { mergeValueOptions } from './values/merge-value-options.js';

/** Small, so that what they stop is stopped soon; what they do not stop would fill the memory or never end. */
const LIMITS: RunLimits = { steps: 100_000, outputLength: 1_000_000, textLength: 1_000_000 };

// What ends after seconds on a busy machine ends.
vi.setConfig({ testTimeout: 60_000 });

const CHART = 'apiVersion: v2\nname: web\nversion: 1.0.0\n';

/** The message of the error that rendering a template ends in, which has a place; `rendered` without one. */
async function outcomeOf(template: string): Promise<string> {
  try {
    await renderFiles({ 'templates/NOTES.txt': template }, { limits: LIMITS });
    return 'rendered';
  } catch (error) {
    // Where the stack ends inside of an expectation's own tools, it may be another error than outside of them.
    if (!(error instanceof LocatedError)) return `no located error: ${String(error).slice(0, 200)}`;
    return error.at?.line === undefined ? `no place: ${error.message}` : error.message;
  }
}

const CYCLE = '{{ $x := dict }}{{ $_ := set $x "self" $x }}';
/** Two to the power of forty parts, made of forty lists. */
const TREE = '{{ $x := list 1 }}{{ range until 40 }}{{ $x = list $x $x }}{{ end }}';
const MAPS = '{{ $x := dict "a" 1 }}{{ range until 40 }}{{ $x = dict "a" $x "b" $x }}{{ end }}';
const DEEP = '{{ $x := dict }}{{ range until 5000 }}{{ $x = dict "a" $x }}{{ end }}';

const WALKS = [
  ...['{{ toJson $x }}', '{{ toPrettyJson $x }}', '{{ toRawJson $x }}', '{{ mustToJson $x }}', '{{ toYaml $x }}'],
  ...['{{ toYamlPretty $x }}', '{{ toToml (dict "a" $x) }}', '{{ $x }}', '{{ print $x }}', '{{ printf "%v" $x }}'],
  ...['{{ quote $x }}', '{{ squote $x }}', '{{ cat $x }}', '{{ join "," (list $x) }}', '{{ toString $x }}'],
  ...[
    '{{ deepCopy $x | kindOf }}',
    '{{ deepEqual $x (deepCopy $x) }}',
    '{{ has $x (list 1 $x) }}',
    '{{ uniq (list $x $x) }}',
  ],
  ...[
    '{{ tpl "{{ . }}" $x }}',
    '{{ toStrings (list $x) }}',
    '{{ html $x }}',
    '{{ urlquery $x }}',
    '{{ fail (print $x) }}',
  ],
] as const;

it('comparing every item of a long list with every other ends when the time is up', async () => {
  // The clock goes on by a minute each time that somebody looks.
  let now = 0;
  const environment = { ...stillEnvironment, now: () => (now += 60_000) };
  const rendering = renderFiles({ 'templates/a.yaml': '{{ uniq (until 5000) | len }}' }, { environment });
  await expect(rendering).rejects.toThrow('exceeds the limit of');
});

describe('values that hold themselves, or others very often', () => {
  it.each(WALKS)('%s ends', async (walk) => {
    for (const value of [CYCLE, TREE, MAPS, DEEP]) await outcomeOf(value + walk);
  });

  it('are refused with the reason', async () => {
    expect(await outcomeOf(`${TREE}{{ toJson $x }}`)).toContain(
      'error calling toJson: a value exceeds the limit of 2000000 parts',
    );
    expect(await outcomeOf(`${MAPS}{{ merge (dict) $x }}`)).toContain('a value exceeds the limit of 2000000 parts');
    expect(await outcomeOf(`${CYCLE}{{ mustToJson $x }}`)).toContain('encountered a cycle');
  });
});

const GROWTHS = [
  ...[
    'print $x $x',
    'printf "%s%s" $x $x',
    'cat $x $x',
    'join "" (list $x $x)',
    'replace "a" $x $x',
    'quote $x | quote',
  ],
  ...[
    'b64enc $x',
    'toJson $x | toJson',
    'html (print $x "<")',
    'urlquery (print $x "<")',
    'js (print $x "<")',
    'repeat 3 $x',
  ],
  ...[
    'regexReplaceAll "a" $x "$0$0"',
    'wrapWith 1 $x $x',
    'indent 1000 (print $x "\\n")',
    'nindent 1000 $x',
    'include "grow" $x',
  ],
  ...[
    'tpl "{{ . }}{{ . }}" $x',
    'printf "%1000s" $x',
    'snakecase (print $x "A")',
    'toYaml (list $x $x)',
    'splitList "" $x | join "a"',
  ],
] as const;

describe('texts that grow', () => {
  it.each(GROWTHS)('{{ %s }} is stopped', async (grow) => {
    const define = '{{ define "grow" }}{{ . }}{{ . }}{{ end }}';
    await outcomeOf(`${define}{{ $x := "a" }}{{ range until 200 }}{{ $x = ${grow} }}{{ end }}{{ len $x }}`);
  });

  const single: readonly (readonly [call: string, limit: string])[] = [
    ['repeat 2000000000 "abc"', 'exceeds the limit of 1000000'],
    ['nindent 2000000000 "a"', 'exceeds the limit of 1000000'],
    ['indent 2000000000 "a"', 'exceeds the limit of 1000000'],
    ['randAlphaNum 2000000000', 'exceeds the limit of 1000000'],
    ['randBytes 2000000000', 'exceeds the limit of 1000000'],
    ['until 2000000000', 'exceeds the limit of 1000000'],
    ['untilStep 0 2000000000 1', 'exceeds the limit of 1000000'],
    ['seq 1 2000000000', 'exceeds the limit of 1000000'],
  ];
  it.each(single)('%s', async (call, limit) => expect(await outcomeOf(`{{ ${call} | len }}`)).toContain(limit));
});

describe('templates without end', () => {
  const rows: readonly (readonly [name: string, template: string, problem: string])[] = [
    [
      'include',
      '{{ define "r" }}{{ include "r" . }}{{ end }}{{ include "r" . }}',
      'rendering template has a nested reference name: r',
    ],
    [
      'template',
      '{{ define "r" }}{{ template "r" . }}{{ end }}{{ template "r" . }}',
      'exceeded maximum template depth (100000)',
    ],
    ['range', '{{ range 9223372036854775807 }}{{ end }}', 'exceeds the limit of 100000 steps'],
    [
      'range within range',
      '{{ range until 100000 }}{{ range until 100000 }}x{{ end }}{{ end }}',
      'exceeds the limit of',
    ],
    ['parentheses', `{{ ${'('.repeat(50_000)}1${')'.repeat(50_000)} }}`, 'max expression depth exceeded'],
    ['blocks', '{{ if 1 }}'.repeat(50_000), 'blocks are nested too deep'],
    ['else if', `{{ if 0 }}${'{{ else if 0 }}'.repeat(50_000)}{{ end }}`, 'blocks are nested too deep'],
    ['a path', `{{ .a${'.a'.repeat(50_000)} }}`, 'nil pointer evaluating interface {}.a'],
    ['open actions', '{{'.repeat(50_000), 'unexpected "{" in command'],
    ['comments', '{{/*'.repeat(50_000), 'unclosed comment'],
  ];
  it.each(rows)('%s', async (_name, template, problem) => expect(await outcomeOf(template)).toContain(problem));

  it('any sequence of actions ends', async () => {
    const action = fc.constantFrom(
      ...[
        '{{ if .a }}',
        '{{ end }}',
        '{{ else }}',
        '{{ range until 50 }}',
        '{{ with . }}',
        '{{ include "a" . }}',
        '{{ break }}',
      ],
      ...[
        '{{ define "a" }}',
        '{{ template "a" . }}',
        '{{ tpl "{{ include \\"a\\" . }}" . }}',
        '{{ $x := list . . }}',
        '{{ . }}',
      ],
      ...[
        '{{ $x := 1 }}',
        '{{ $x = print $x $x }}',
        '{{ set . "a" . | toJson }}',
        '{{',
        '}}',
        '{{/*',
        '(',
        '"',
        '`',
        '{{-',
        '-}}',
      ],
    );
    const template = fc.array(action, { maxLength: 14 }).map((actions) => actions.join(''));
    await fc.assert(
      fc.asyncProperty(template, async (text) => {
        await renderFiles({ 'templates/NOTES.txt': text }, { limits: LIMITS }).catch((error: unknown) => {
          expect(error).toBeInstanceOf(LocatedError);
        });
      }),
      { numRuns: 400 },
    );
  });
});

describe('regular expressions', () => {
  it.each([
    '(a+)+$',
    '(a|a)*b',
    '(.*)(.*)(.*)(.*)x',
    '((a{0,30}){0,30}){0,30}',
    '(a{1000}){1000}',
    `${'('.repeat(100_000)}`,
    '\\pN{9999}',
  ])('%s takes time in proportion to the text, or is refused', async (pattern) => {
    await outcomeOf(`{{ $t := print (repeat 20000 "a") "c" }}{{ regexMatch ${JSON.stringify(pattern)} $t }}`);
  });
});

describe('documents', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...'bcdefghi'.split('').map((name, index) => {
      const before = 'abcdefgh'.charAt(index);
      return `${name}: &${name} [${Array(9).fill(`*${before}`).join(', ')}]`;
    }),
  ].join('\n');

  it('with aliases of aliases are refused', async () => {
    await expect(renderFiles({ 'values.yaml': bomb })).rejects.toThrow('document contains excessive aliasing');
    await expect(renderFiles({ 'templates/a.yaml': bomb })).rejects.toThrow('document contains excessive aliasing');
    expect(() => mergeValueOptions({ valueFiles: [{ name: 'v', data: new TextEncoder().encode(bomb) }] })).toThrow(
      'excessive aliasing',
    );
  });

  it.each([
    ['flow', '['.repeat(100_000)],
    ['block', '- '.repeat(100_000)],
    ['keys', '? '.repeat(100_000)],
    ['mappings', '{a: '.repeat(100_000)],
  ])('nested without end are refused: %s', async (_name, text) => {
    for (const file of ['values.yaml', 'Chart.yaml', 'templates/a.yaml', 'Chart.lock']) {
      await expect(renderFiles({ [file]: text })).rejects.toBeInstanceOf(LocatedError);
    }
  });

  it.each(['[', '{"a":', '{"not":', '{"allOf":['])('schemas nested without end are refused: %s', async (text) => {
    await expect(renderFiles({ 'values.schema.json': text.repeat(100_000) })).rejects.toBeInstanceOf(LocatedError);
  });

  it('schemas that refer to one another very often end', async () => {
    const definitions = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => {
        const reference = { $ref: `#/$defs/d${index + 1}` };
        return [`d${index}`, { allOf: [reference, reference] }];
      }),
    );
    const schema = JSON.stringify({ $ref: '#/$defs/d0', $defs: { ...definitions, d40: { type: 'object' } } });
    await expect(renderFiles({ 'values.schema.json': schema })).rejects.toBeInstanceOf(LocatedError);
  });

  it.each([
    ['a large index', 'a[2000000000]=1'],
    ['names without end', `${'a.'.repeat(100_000)}b=1`],
    ['lists without end', `a${'[0]'.repeat(100_000)}=1`],
    ['braces without end', `a=${'{'.repeat(100_000)}`],
  ])('--set with %s is refused or read', (_name, expression) => {
    try {
      mergeValueOptions({ set: [expression] });
    } catch (error) {
      expect(error).toBeInstanceOf(LocatedError);
    }
  });
});

describe('packages', () => {
  it('that unpack to far more than they are are refused', () => {
    const zeros = gzipSync(new Uint8Array(200 * 2 ** 20), { level: 9 });
    expect(zeros.length).toBeLessThan(300_000);
    expect(() => loadChart(zeros)).toThrow(LocatedError);
    const inside = gzipSync(writeTar(memoryTree({ 'web/Chart.yaml': CHART, 'web/charts/db.tgz': zeros })));
    expect(() => loadChart(inside)).toThrow(LocatedError);
  });

  it('within packages without end are refused', () => {
    let chart = gzipSync(writeTar(memoryTree({ 'web/Chart.yaml': CHART })));
    for (let depth = 0; depth < 80; depth++) {
      chart = gzipSync(writeTar(memoryTree({ 'web/Chart.yaml': CHART, 'web/charts/web.tgz': chart })));
    }
    expect(() => loadChart(chart)).toThrow('charts are nested more than 64 deep');
  });

  it('never hold a file outside of the chart', () => {
    const part = fc.constantFrom('..', '.', '', 'web', 'a', 'templates', 'C:', '\\..\\', 'Chart.yaml', '/', '\u0000');
    const name = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(fc.array(name, { maxLength: 4 }), (names) => {
        const chart = tryLoad(
          gzipSync(tarOf([['web/Chart.yaml', CHART], ...names.map((path) => [path, 'x'] as const)])),
        );
        for (const file of chart?.raw ?? []) expect(file.name).not.toMatch(/^\/|^\.\.(\/|$)|^[A-Za-z]:\//);
      }),
      { numRuns: 500 },
    );
  });

  it('with bytes changed load or are refused', () => {
    const tar = tarOf([
      ['web/Chart.yaml', CHART],
      ['web/values.yaml', 'a: 1\n'],
      ['web/templates/a.yaml', 'kind: A\n'],
    ]);
    const change = fc.tuple(fc.nat(tar.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), fc.boolean(), (changes, isPacked) => {
        const bytes = Uint8Array.from(isPacked ? gzipSync(tar) : tar);
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        tryLoad(isPacked ? bytes : gzipSync(bytes));
      }),
      { numRuns: 500 },
    );
  });
});

describe('keys that mean something to JavaScript', () => {
  it('are keys wherever they stand, and change nothing else', async () => {
    const key = fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'a');
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.integer(),
        fc.array(fc.tuple(key, tie('value')), { maxLength: 3 }).map(jsonOf),
      ),
    }));
    const template =
      'kind: A\nvalues: {{ toJson .Values.v }}\ncopy: {{ deepCopy .Values | toJson }}\nback: {{ fromYaml (toYaml .Values) | toJson }}\n' +
      'merged: {{ merge (dict "__proto__" (dict "x" 1)) .Values | toJson }}\npicked: {{ pick .Values "__proto__" "v" | toJson }}\n';
    await fc.assert(
      fc.asyncProperty(value, async (json) => {
        const files = { 'values.yaml': `v: ${textOf(json)}\n`, 'templates/a.yaml': template };
        const { manifest } = await renderFiles(files, { values: { setJson: [`w=${textOf(json)}`] } });
        expect(manifest).toContain(`values: ${sorted(json)}\n`);
        expect(Object.keys(Object.prototype)).toEqual([]);
        expect(({} as Record<string, unknown>)['a']).toBeUndefined();
      }),
      { numRuns: 100 },
    );
  });
});

type Json = number | ReadonlyMap<string, Json>;

function jsonOf(entries: readonly (readonly [string, unknown])[]): Json {
  return new Map(entries) as ReadonlyMap<string, Json>;
}

function textOf(value: unknown): string {
  if (!(value instanceof Map)) return JSON.stringify(value);
  return `{${[...value].map(([key, part]) => `${JSON.stringify(key)}: ${textOf(part)}`).join(', ')}}`;
}

function sorted(value: unknown): string {
  if (!(value instanceof Map)) return JSON.stringify(value);
  const entries = [...value].sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${sorted(part)}`).join(',')}}`;
}

function tryLoad(bytes: Uint8Array): ReturnType<typeof loadChart> | undefined {
  try {
    return loadChart(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(LocatedError);
    return undefined;
  }
}

/** A tar with these very names, whatever they are. */
function tarOf(files: readonly (readonly [string, string])[]): Uint8Array {
  const blocks = files.map(([name, content]) => {
    const header = Buffer.alloc(512);
    header.write(name.slice(0, 99), 0);
    header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('        ', 148);
    header.write('0', 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
    body.write(content);
    return Buffer.concat([header, body]);
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
