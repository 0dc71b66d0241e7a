import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TemplateText } from '../compile/template-set.js';
import { sprigTable } from '../functions/sprig.js';
import type { ParsedTemplate } from '../language/nodes.js';
import { shownTrees } from '../testing/shown-trees.js';
import { KeptTemplates } from './kept-templates.js';
import { TemplateKeeper, type TemplateRecord } from './template-keeper.js';

function treesOf({ templates }: TemplateText): ReadonlyMap<string, ParsedTemplate> {
  return new Map([...templates].map(([name, { parsed }]) => [name, parsed]));
}

/** What another process gets to see. */
function written({ index, code }: TemplateRecord): TemplateRecord {
  return { index: JSON.parse(JSON.stringify(index)), code: code.slice() };
}

/** Parses some texts, keeps them, and gives each as kept beside as parsed. */
function keptAndParsed(texts: readonly string[]): readonly (readonly [string, string])[] {
  const parsed = texts.map((text, index) => new TemplateText(`t${index}`, text, sprigTable));
  const keeper = new TemplateKeeper();
  for (const [index, text] of parsed.entries()) keeper.add(`t${index}`, text);
  const kept = new KeptTemplates(written(keeper.finish()));
  return parsed.map((tree, index) => {
    const text = kept.find({ parseName: `t${index}`, text: texts[index] ?? '' });
    const trees = text === undefined ? undefined : treesOf(new TemplateText(`t${index}`, text, sprigTable));
    return [shownTrees(trees), shownTrees(treesOf(tree))];
  });
}

describe('kept templates', () => {
  const long = 'x'.repeat(100);
  const texts = [
    '',
    'plain text',
    'ä {{ .Values.name }} ö',
    'a {{- .Values.a.b -}} b {{ . }} {{ nil | quote }} {{ true }} {{ eq 1 0x10 }} {{ 1.5 }} {{ -3 }} {{ 100000000000 }}',
    `{{ if .a }}${long}{{ else if .b }}${long}{{ .c }}{{ else }}${long}{{ end }} after`,
    `{{- define "a" -}}{{ range .l }}{{ break }}${long}{{ continue }}{{ else }}y{{ end }}{{ end }}{{ template "a" . }}`,
    '{{ template "none" }}{{ define "b" }}{{ end }}{{ define "__proto__" }}1{{ end }}{{ template "__proto__" $.x }}',
    `{{ if contains "}} {{ end }}" .a }}{{/* {{ end }} */}}{{ \`{{ if\` }}${long}{{- end -}} y`,
    '{{ $x := 1 }}{{ with .a }}{{ $x }}{{ with $.b }}{{ $y := . }}{{ $y.c.d }}{{ end }}{{ end }}{{ $x = 2 }}',
    '{{ range $i, $e := .l }}{{ $i }}={{ ($e.name | quote).x.y }}{{ (dict "a" (list 1 "b")).a }}{{ else }}{{ $ }}{{ end }}',
    `{{ \`${long}\` }}{{ $v := "${long}\\n${long}" }}{{ print $v \`${long}\` | quote }}`,
    `{{ $v := "${long}" }}{{ if $v }}{{ $v | replace "${long}" "b" }}{{ end }}`,
    '{{ if .a.b }}{{ .a.b }}{{ end }}{{ if .a.b }}{{ .a.b }}{{ end }}',
  ];

  it.each(texts)('have the trees that parsing gives: %s', (text) => {
    const [[kept, parsed] = ['', 'none']] = keptAndParsed([text]);
    expect(kept).toBe(parsed);
  });

  it('are told apart in one record', () => {
    for (const [kept, parsed] of keptAndParsed(texts)) expect(kept).toBe(parsed);
  });

  const block = fc.letrec((tie) => ({
    list: fc.array(tie('part'), { maxLength: 4 }).map((parts) => parts.join('')),
    part: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom('text ', long, '{{ .a }}', '{{- "}}" -}}', '{{/* {{ end }} */}}', `{{ \`${long}\` }}`),
      fc.constantFrom('{{ $x }}', '{{ $x := .b }}', '{{ $x = list 1 .c }}', '{{ ($x | default 1).d }}'),
      fc
        .tuple(fc.constantFrom('if', 'with', 'range'), tie('list'), fc.option(tie('list')))
        .map(
          ([word, body, otherwise]) =>
            `{{- ${word} .a }}${body}${otherwise === null ? '' : `{{ else }}${otherwise}`}{{ end -}}`,
        ),
      tie('list').map((body) => `{{ if .a }}${body}{{ else if "{{" }}${body}{{ end }}`),
    ),
  })).list as fc.Arbitrary<string>;
  it('have the same trees, whatever is nested in what', () => {
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 3 }), (bodies) => {
        const nested = bodies.map((body) => `{{ define "d" }}{{ $x := 1 }}${body}{{ end }}{{ $x := 2 }}${body}`);
        for (const [kept, parsed] of keptAndParsed(nested)) expect(kept).toBe(parsed);
      }),
      { numRuns: 200 },
    );
  });

  it('leave out what is not simple, and know nothing else', () => {
    const keeper = new TemplateKeeper();
    keeper.add('odd', new TemplateText('odd', "{{ 'a' }}", sprigTable));
    keeper.add('plain', new TemplateText('plain', '{{ .a }}', sprigTable));
    const kept = new KeptTemplates(written(keeper.finish()));
    expect(kept.find({ parseName: 'odd', text: "{{ 'a' }}" })).toBeUndefined();
    expect(kept.find({ parseName: 'constructor', text: '' })).toBeUndefined();
    expect(kept.find({ parseName: 'plain', text: '{{ .a }}' })).toBeDefined();
  });
});
