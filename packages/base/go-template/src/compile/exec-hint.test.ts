import { LocatedError } from '@gotk/located-error';
import { describe, expect, it } from 'vitest';
import { renderText } from '../testing/render-text.js';

const data = { Values: { port: 80, text: 'x', list: [1], map: { k: 'v' } } };

function hintOf(template: string): string | undefined {
  try {
    renderText(template, { data, missingKey: 'zero' });
  } catch (error) {
    if (error instanceof LocatedError) return error.hint;
    throw error;
  }
  return undefined;
}

describe('the mistakes of chart authors', () => {
  it.each([
    ['a value of a map that is not there', '{{ .Values.a.b }}', 'default in values.yaml'],
    ['the top of the chart within range', '{{ range .Values.list }}{{ .Values.text }}{{ end }}', 'write "$"'],
    ['the top of the chart within with', '{{ with .Values.map }}{{ .Values.text }}{{ end }}', 'write "$"'],
    ['a field of a text', '{{ .Values.text.x }}', 'not a map'],
    ['a number in quotes', '{{ repeat "3" "x" }}', 'without quotes'],
    ['a float beside an integer', '{{ eq .Values.port 80 }}', '(int .Values.x)'],
    ['an item behind the end', '{{ index .Values.list 5 }}', '"len"'],
    ['too few arguments', '{{ trunc 3 }}', 'last argument'],
    ['a map where a text is needed', '{{ .Values.map | indent 2 }}', 'toYaml'],
    ['a number where a text is needed', '{{ b64enc .Values.port }}', 'toString'],
    ['a text where a map is needed', '{{ hasKey .Values.text "x" }}', 'values.yaml'],
    ['nothing where a map is needed', '{{ hasKey .Values.none "x" }}', 'missing or null'],
    ['a text to range over', '{{ range .Values.text }}{{ end }}', 'lists, maps'],
    ['a template that is not there', '{{ template "none" . }}', 'spelling'],
    ['a bad pattern', '{{ mustRegexMatch "(" "x" }}', 'RE2'],
    ['a bad range of versions', '{{ semverCompare ">=x.y.z.a" "1.0.0" }}', '>=1.2.0'],
    ['a division by zero', '{{ div 1 0 }}', 'zero'],
    ['no end', '{{ if .Values.text }}', '{{ end }}'],
    ['an end too many', '{{ end }}', 'take it away'],
    ['an else too many', '{{ else }}', 'only between'],
    ['one brace', '{{ .Values.text }', 'two braces'],
    ['no brace', '{{ .Values.text', 'Close the action'],
    ['a name with a dash', '{{ .Values.my-key }}', 'index .Values'],
    ['single quotes', "{{ 'abc' }}", 'double quotes'],
    ['a quote left open', '{{ "abc }}', 'quote'],
    ['a comment with a space before it', '{{ /* x */ }}', 'right behind the braces'],
    ['a variable that was not declared', '{{ $x }}', 'Declare'],
    ['a variable that was not declared, assigned', '{{ $x = 1 }}', 'Declare'],
    ['a function that is misspelt', '{{ qoute 1 }}', 'spelling'],
    ['an if of nothing', '{{ if }}{{ end }}', 'if .Values.x'],
  ])('%s: the hint helps', (_name, template, hint) => expect(hintOf(template)).toContain(hint));
});
