import { describe, expect, it } from 'vitest';
import { renderText } from '../testing/render-text.js';
import { TemplateExecError } from './exec-error.js';

const data = {
  name: 'web',
  count: 3,
  list: ['a', 'b', 'c'],
  map: { x: 1, y: { z: 'deep' } },
  empty: '',
  nothing: null,
  on: true,
};

describe('templates', () => {
  const rows: readonly [text: string, output: string][] = [
    ['plain', 'plain'],
    ['{{ .name }}', 'web'],
    ['{{ .map.y.z }}', 'deep'],
    ['{{ .missing }}', '<no value>'],
    ['{{ .count }} {{ 3 }} {{ 1.5 }} {{ 1e6 }}', '3 3 1.5 1e+06'],
    ['{{ if .on }}yes{{ else }}no{{ end }}', 'yes'],
    ['{{ if .empty }}a{{ else if .nothing }}b{{ else }}c{{ end }}', 'c'],
    ['{{ with .map.y }}{{ .z }}{{ $.name }}{{ end }}', 'deepweb'],
    ['{{ with .empty }}a{{ else with .name }}{{ . }}{{ end }}', 'web'],
    ['{{ range .list }}[{{ . }}]{{ end }}', '[a][b][c]'],
    ['{{ range $i, $e := .list }}{{ $i }}{{ $e }}{{ end }}', '0a1b2c'],
    ['{{ range $k, $v := .map }}{{ $k }};{{ end }}', 'x;y;'],
    ['{{ range .missing }}a{{ else }}none{{ end }}', 'none'],
    ['{{ range 3 }}{{ . }}{{ end }}', '012'],
    ['{{ range .list }}{{ if eq . "b" }}{{ continue }}{{ end }}{{ . }}{{ end }}', 'ac'],
    ['{{ range .list }}{{ if eq . "b" }}{{ break }}{{ end }}{{ . }}{{ end }}', 'a'],
    ['{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ $x := 3 }}{{ end }}{{ $x }}', '2'],
    ['{{ define "d" }}<{{ . }}>{{ end }}{{ template "d" .name }}', '<web>'],
    ['{{ block "b" .count }}({{ . }}){{ end }}', '(3)'],
    ['a {{- " b " -}} c', 'a b c'],
    ['{{/* nothing */ -}} x', 'x'],
    ['{{ "a\\tb" | printf "%q" }}', '"a\\tb"'],
    ['{{ and 1 0 2 }} {{ or 0 "" "x" }} {{ not 1 }}', '0 x false'],
    ['{{ eq 1 1 }} {{ eq .name "a" "web" }} {{ lt 1 2 }} {{ ge "b" "a" }}', 'true true true true'],
    ['{{ index .list 1 }} {{ index .map "y" "z" }} {{ slice .list 1 3 }} {{ len .list }}', 'b deep [b c] 3'],
    ['{{ html "<a>" }} {{ js "it\'s" }} {{ urlquery "a b" }}', "&lt;a&gt; it\\'s a+b"],
    ['{{ println 1 "a" }}{{ print 1 2 "a" "b" 3 }}', '1 a\n1 2ab3'],
  ];
  it.each(rows)('%s', (text, output) => expect(renderText(text, { data })).toBe(output));
});

describe('errors of the execution are those of Go', () => {
  const rows: readonly [text: string, message: string][] = [
    [
      '{{ .name.first }}',
      'template: t:1:8: executing "t" at <.name.first>: can\'t evaluate field first in type interface {}',
    ],
    ['{{ .nothing.a }}', 'template: t:1:11: executing "t" at <.nothing.a>: nil pointer evaluating interface {}.a'],
    [
      '{{ index .list 9 }}',
      'template: t:1:3: executing "t" at <index .list 9>: error calling index: index out of range: 9',
    ],
    [
      '{{ if .empty }}{{ index .list 9 }}{{ end }}\n  {{ index .list 9 }}',
      'template: t:2:5: executing "t" at <index .list 9>: error calling index: index out of range: 9',
    ],
    [
      '{{ index .list 0 }}{{ index .list 0 }}\n{{ with .list }}{{ index . 9 }}{{ end }}{{ index .list 0 }}',
      'template: t:2:19: executing "t" at <index . 9>: error calling index: index out of range: 9',
    ],
    ['{{ template "gone" }}', 'template: t:1:12: executing "t" at <{{template "gone"}}>: template "gone" not defined'],
    ['{{ upper 1 }}', 'template: t:1:9: executing "t" at <1>: expected string; found 1'],
    [
      '{{ upper .count }}',
      'template: t:1:9: executing "t" at <.count>: wrong type for value; expected string; got float64',
    ],
    ['{{ len 3 }}', 'template: t:1:3: executing "t" at <len 3>: error calling len: len of type int'],
    [
      '{{ lt 1 "a" }}',
      'template: t:1:3: executing "t" at <lt 1 "a">: error calling lt: incompatible types for comparison: int and string',
    ],
    ['{{ range true }}{{ end }}', 'template: t:1:9: executing "t" at <true>: range can\'t iterate over true'],
    ['{{ fail "no" }}', 'template: t:1:3: executing "t" at <fail "no">: error calling fail: no'],
    ['{{ $x = 1 }}', 'template: t:1:8: executing "t" at <1>: undefined variable: $x'],
  ];
  it.each(rows)('%s', (text, message) => {
    expect(() => renderText(text, { data })).toThrow(expect.objectContaining({ message }));
  });

  it('carry the place, in characters, and the way there', () => {
    const text = '{{ define "a" }}\n  é{{ .b.c }}{{ end }}x\n{{ template "a" . }}';
    try {
      renderText(text, { data: { b: null } });
    } catch (error) {
      expect(error).toBeInstanceOf(TemplateExecError);
      expect(error).toMatchObject({
        message: 'template: t:2:9: executing "a" at <.b.c>: nil pointer evaluating interface {}.c',
        at: { file: 't', line: 2, column: 9 },
        chain: [{ template: 'a', line: 2 }],
      });
    }
    expect.assertions(2);
  });

  it('missing keys fail where that is asked for', () => {
    expect(() => renderText('{{ .gone }}', { missingKey: 'error' })).toThrow('map has no entry for key "gone"');
  });
});

describe('limits', () => {
  const forever = '{{ range until 100000 }}{{ range until 100000 }}x{{ end }}{{ end }}';
  it.each([
    ['steps', forever, { steps: 10_000 }, 'rendering exceeds the limit of 10000 steps'],
    ['output', forever, { outputLength: 1_000 }, 'the output exceeds the limit of 1000 characters'],
    ['one text', '{{ repeat 1000000 "abc" }}', { textLength: 1_000 }, 'exceeds the limit of 1000'],
    ['an indented text', '{{ indent 1000000 "a\\nb" }}', { textLength: 1_000 }, 'exceeds the limit of 1000'],
  ] as const)('%s', (_name, text, limits, message) => {
    expect(() => renderText(text, { limits })).toThrow(message);
    expect(() => renderText(text, { limits })).toThrow(expect.objectContaining({ code: 'template-limit' }));
  });

  it('time', () => {
    let now = 0;
    const environment = { now: () => (now += 50), randomBytes: () => undefined };
    expect(() => renderText(forever, { environment, limits: { timeMs: 1_000 } })).toThrow('the limit of 1000 ms');
  });

  it('depth', () => {
    const text = '{{ define "a" }}{{ template "a" . }}{{ end }}{{ template "a" . }}';
    expect(() => renderText(text)).toThrow('exceeded maximum template depth (100000)');
  });
});

describe('names from the prototype of objects', () => {
  it('are keys like any other', () => {
    const odd = JSON.parse('{"__proto__": {"polluted": "a"}, "constructor": "b", "toString": "c"}');
    expect(renderText('{{ .__proto__.polluted }}{{ .constructor }}{{ .toString }}', { data: odd })).toBe('abc');
    expect(renderText('{{ .hasOwnProperty }}{{ .valueOf }}')).toBe('<no value><no value>');
    expect(renderText('{{ $d := dict "__proto__" (dict "x" 1) }}{{ $d.x }}{{ (get $d "__proto__").x }}')).toBe(
      '<no value>1',
    );
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
