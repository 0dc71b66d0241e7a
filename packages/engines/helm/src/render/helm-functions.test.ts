import { expect, it } from 'vitest';
import { renderFiles } from '../testing/render-files.js';

it.each([
  ['a nil map of null', '{{ fromJson "null" | mustToJson }}{{ fromJson "null" | kindOf }}', 'nullmap'],
  ['a nil list of null', '{{ fromJsonArray "null" | mustToJson }}{{ append (fromJsonArray "null") 1 }}', 'null[1]'],
  ['an empty map of an empty YAML document', '{{ fromYaml "" | mustToJson }}', '{}'],
  [
    'the version of Kubernetes as a struct behind an argument',
    '{{ .Capabilities.KubeVersion | quote | hasPrefix "\\"{v1" }}',
    'true',
  ],
  ['a copy of the capabilities', '{{ (.Capabilities.Copy).APIVersions.Has "v1" }}', 'true'],
  ['no bytes of a file that is not there', '{{ .Files.nope | toJson }}{{ .Files.nope | toYaml }}', 'nullnull'],
  ['bytes that are no text', '{{ toYamlPretty (b64dec "/2E=") }}', '!!binary /2E='],
])('%s', async (_name, template, expected) => {
  const { manifest } = await renderFiles({ 'templates/a.yaml': `kind: A\na: |\n  ${template}\n` });
  expect(manifest).toContain(`  ${expected}\n`);
});

it('names numbers that YAML cannot hold as Go does', async () => {
  const rendering = renderFiles({ 'templates/a.yaml': '{{ mustToYaml (float64 "-Inf") }}' });
  await expect(rendering).rejects.toThrow('error marshaling into JSON: json: unsupported value: -Inf');
});

it('writes values to nothing', async () => {
  const rendering = renderFiles({ 'templates/a.yaml': '{{ .Values.Encode "x" }}' });
  await expect(rendering).rejects.toThrow('can\'t handle "x" for arg of type io.Writer');
});

it('finds no method of a pointer on what went through an argument', async () => {
  const rendering = renderFiles({ 'templates/a.yaml': '{{ (default "" .Capabilities.KubeVersion).GitVersion }}' });
  await expect(rendering).rejects.toThrow("can't evaluate field GitVersion in type common.KubeVersion");
});

it('has no functions in Helm 3 that came with Helm 4', async () => {
  const files = { 'templates/a.yaml': 'kind: A\na: {{ mustToYaml 1 }}\n' };
  expect((await renderFiles(files)).manifest).toContain('a: 1');
  await expect(renderFiles(files, { helmVersion: '3.22' })).rejects.toThrow('function "mustToYaml" not defined');
  expect((await renderFiles(files)).manifest).toContain('a: 1');
});
