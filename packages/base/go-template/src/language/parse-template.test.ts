import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sprigTable } from '../functions/sprig.js';
import { shownTrees } from '../testing/shown-trees.js';
import { TemplateParseError } from './parse-error.js';
import { parseTemplate } from './parser.js';
import { parseQuickly } from './quick-parser.js';

const hasFunction = (name: string): boolean => sprigTable.has(name);

function problemOf(text: string): string {
  try {
    parseTemplate('t', text, hasFunction);
    return 'none';
  } catch (error) {
    if (error instanceof TemplateParseError) return error.message;
    throw error;
  }
}

describe('errors of the parser are those of Go', () => {
  const rows: readonly [name: string, text: string, message: string][] = [
    ['an open block', 'a\n{{ if true }}\nb', 'template: t:3: unexpected EOF'],
    ['an end without a block', '{{ end }}', 'template: t:1: unexpected {{end}}'],
    ['an unknown function', '\n\n{{ nope 1 }}', 'template: t:3: function "nope" not defined'],
    ['an unknown variable', '{{ $x }}', 'template: t:1: undefined variable "$x"'],
    ['an open action', 'x {{ .a ', 'template: t:1: unclosed action'],
    ['an open string', '{{ "a }}', 'template: t:1: unterminated quoted string'],
    ['an open comment', '{{/* a }}', 'template: t:1: unclosed comment'],
    ['an empty action', '{{ }}', 'template: t:1: missing value for command'],
    ['a missing parenthesis', '{{ (1 }}', 'template: t:1: unclosed left paren'],
    ['a superfluous parenthesis', '{{ 1) }}', 'template: t:1: unexpected right paren'],
    ['a break outside of a range', '{{ break }}', 'template: t:1: {{break}} outside {{range}}'],
    ['a literal as a later stage', '{{ 1 | 2 }}', 'template: t:1: non executable command in pipeline stage 2'],
    ['a bad number', '{{ 1x }}', 'template: t:1: bad number syntax: "1x"'],
    ['a bad character', '{{ a^ }}', "template: t:1: bad character U+005E '^'"],
    ['a field of a literal', '{{ "a".b }}', 'template: t:1: unexpected . after term "\\"a\\""'],
    [
      'two definitions',
      '{{ define "a" }}x{{ end }}{{ define "a" }}y{{ end }}',
      'template: t:1: template: multiple definition of template "a"',
    ],
  ];
  it.each(rows)('%s', (_name, text, message) => expect(problemOf(text)).toBe(message));

  it('says where the action began when that is another line', () => {
    expect(problemOf('{{ if\n"a }}')).toBe('template: t:2: unterminated quoted string in action started at t:1');
  });

  it('points at the line and gives advice', () => {
    try {
      parseTemplate('web/templates/a.yaml', 'a\n{{ nope }}', hasFunction);
    } catch (error) {
      expect(error).toMatchObject({
        at: { file: 'web/templates/a.yaml', line: 2 },
        hint: expect.stringContaining('spelling'),
      });
    }
    expect.assertions(1);
  });
});

function exactly(text: string): string | undefined {
  try {
    return shownTrees(parseTemplate('t', text, hasFunction));
  } catch (error) {
    if (error instanceof TemplateParseError) return undefined;
    throw error;
  }
}

describe('the quick parser', () => {
  const accepted = [
    'plain text',
    'a {{- .Values.a.b -}} b',
    '{{ if and .a (not .b) }}x{{ else if .c }}y{{ else }}z{{ end }}',
    '{{ range $i, $e := .list }}{{ $i }}={{ $e.name | quote }}{{ else }}none{{ end }}',
    '{{ with $x := .a }}{{ $x.b }}{{ end }}',
    '{{ define "a" }}{{ . }}{{ end }}{{ template "a" .b }}{{ template "a" }}',
    '{{/* a comment */}}{{- /* another */ -}} x',
    '{{ `raw }} text` }}{{ "quoted }} \\"text\\"" }}',
    '{{ $x := 1 }}{{ $x = 2 }}{{ $x }}',
    '{{ (index .a 0).name }}',
    '{{ printf "%d" -5 }}{{ 1.5 }}{{ true }}{{ nil | default 1 }}',
    '{{ range .a }}{{ if . }}{{ break }}{{ end }}{{- continue -}}{{ end }}',
    '{{ with.a }}{{ .b }}{{ end }}{{ if.c }}x{{ else if.d }}y{{ end }}{{ range.e }}z{{ end }}',
    '{{ printf "%v" 1e18 1.5e3 0x1p20 0xff }}',
  ];
  it.each(accepted)('takes %s', (text) => {
    const quick = parseQuickly('t', text, sprigTable);
    expect(quick).toBeDefined();
    expect(shownTrees(quick)).toBe(exactly(text));
  });

  it.each([
    '{{ nope }}',
    '{{ $x }}',
    '{{ if }}',
    '{{ 0x1F }}',
    "{{ 'a' }}",
    '{{ quote with.a }}',
    '{{ break }}',
    '{{ range .a }}{{ else }}{{ break }}{{ end }}',
    '{{ end }}',
    '{{ if 1 }}',
  ])('leaves %s to the exact one', (text) => expect(parseQuickly('t', text, sprigTable)).toBeUndefined());

  const piece = fc.constantFrom(
    '{{',
    '}}',
    '{{-',
    '-}}',
    ' ',
    '\n',
    '.',
    '.a',
    '.Values.b',
    '$',
    '$x',
    ':=',
    '=',
    '|',
    '(',
    ')',
    ',',
    '"s"',
    '`r`',
    '"',
    '`',
    'if',
    'else',
    'end',
    'range',
    'with',
    'define',
    'template',
    'include',
    'quote',
    'nil',
    'true',
    '1',
    '-2',
    '1.5',
    '1e3',
    '0x1p4',
    'break',
    '{{ continue }}',
    'text',
    '/*',
    '*/',
    '{{ end }}',
    '{{ if .a }}',
    '{{ range .b }}',
    '{{ else }}',
    '{{ $x := .c }}',
    '{{ quote .d | upper }}',
    '\\',
    'é',
  );
  it('never takes what the exact one refuses, and makes the same trees', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = pieces.join('');
        const quick = parseQuickly('t', text, sprigTable);
        if (quick !== undefined) expect(shownTrees(quick)).toBe(exactly(text));
      }),
      { numRuns: 3_000 },
    );
  });
});
