import { memoryTree } from '@gotk/file-tree';
import { describe, expect, it } from 'vitest';
import { kustomizeBuild, renderBuild } from '../index.js';

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: {name: s}\n';
const COMPONENT = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n';

/** Every character a byte. */
function build(files: Readonly<Record<string, string>>) {
  const bytes = Object.entries(files).map(([path, text]) => [
    path,
    Uint8Array.from(text, (unit) => unit.charCodeAt(0)),
  ]);
  return kustomizeBuild({ tree: memoryTree(Object.fromEntries(bytes)) });
}

/** The messages are kustomize's. */
describe('bytes that are no UTF-8', () => {
  const rows: readonly [where: string, files: Readonly<Record<string, string>>, message: string][] = [
    ['in a kustomization', { 'kustomization.yaml': 'namePrefix: "\xff"\n' }, 'yaml: invalid leading UTF-8 octet'],
    [
      'in the second document of a file',
      { 'kustomization.yaml': 'resources: [r.yaml]\n', 'r.yaml': `${SERVICE}---\n${SERVICE}x: "\xc3"\n` },
      "from 'r.yaml': MalformedYAMLError: yaml: invalid trailing UTF-8 octet in File: r.yaml",
    ],
    [
      'in a comment',
      { 'kustomization.yaml': 'resources: [r.yaml]\n', 'r.yaml': `${SERVICE}# \xe2\x82\n` },
      'yaml: invalid trailing UTF-8 octet',
    ],
    [
      'in a patch',
      {
        'kustomization.yaml': 'resources: [s.yaml]\npatches: [{path: p.yaml}]\n',
        's.yaml': SERVICE,
        'p.yaml': `${SERVICE}x: "\xff"\n`,
      },
      'unable to parse SM or JSON patch from [path: "p.yaml"]',
    ],
    [
      'in variables',
      { 'kustomization.yaml': 'configMapGenerator: [{name: a, envs: [x.env]}]\n', 'x.env': 'A=\xff\xc3\xa9\n' },
      'line [65 61 255 195 169] has invalid utf8 bytes : A=\ufffdé',
    ],
    [
      'in a message that another one quotes',
      {
        'kustomization.yaml': 'components: [c]\n',
        'c/kustomization.yaml': `${COMPONENT}configMapGenerator: [{name: a, envs: [x.env]}]\n`,
        'c/x.env': 'A=\xff\xc3\xa9"\n',
      },
      'has invalid utf8 bytes : A=\\xffé\\""',
    ],
  ];
  it.each(rows)('%s', async (_, files, message) => {
    await expect(build(files)).rejects.toThrow(message);
  });

  it('become U+FFFD in a JSON patch', async () => {
    const built = await build({
      'kustomization.yaml': 'resources: [s.yaml]\npatches: [{path: p.json, target: {kind: Service}}]\n',
      's.yaml': SERVICE,
      'p.json': '[{"op": "add", "path": "/x", "value": "a\xffb"}]',
    });
    expect(renderBuild(built)).toContain('x: a\ufffdb\n');
  });
});
