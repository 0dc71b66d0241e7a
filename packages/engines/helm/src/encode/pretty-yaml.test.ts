import { expect, it } from 'vitest';
import { renderFiles } from '../testing/render-files.js';

it.each([
  ['a time', '{{ toYamlPretty (dict "a" (toDate "x" "y")) }}', 'a: 0001-01-01T00:00:00Z'],
  [
    'a text that looks like a time',
    '{{ toYamlPretty (dict "a" "0001-01-01T00:00:00Z") }}',
    'a: "0001-01-01T00:00:00Z"',
  ],
  [
    'the fields of a struct in their order',
    '{{ .Capabilities.KubeVersion | toYamlPretty | nindent 4 }}',
    'version: v1.36.0\n    major: "1"\n    minor: "36"',
  ],
  ['a version', '{{ toYamlPretty (list (semver "1.2.3")) }}', '- 1.2.3'],
])('toYamlPretty writes %s as go-yaml does', async (_, template, expected) => {
  const { manifest } = await renderFiles({ 'templates/a.yaml': `kind: A\nb:\n  ${template}\n` });
  expect(manifest).toContain(expected);
});
