import { memoryTree } from '@gotk/file-tree';
import { describe, expect, it } from 'vitest';
import { createBuildCache, type KustomizeBuildOptions, kustomizeBuild, renderBuild } from '../index.js';

const GENERATED = 'configMapGenerator:\n- name: settings\n  literals: [a=1]\n';
const CHANGE =
  'apiVersion: example.com/v1\nkind: Settings # what it becomes\nmetadata:\n  name: any\nspec:\n  text: "a < b"\n';

/** What kustomize makes of a generated object that a patch turns into something else: the suffix tells the nodes it hashed. */
describe('the suffix of a generated object', () => {
  const rows: readonly [what: string, patches: string, name: string][] = [
    [
      'tells its content',
      `- patch: '[{"op": "add", "path": "/data/b", "value": "2"}]'\n  target: {kind: ConfigMap}\n`,
      'settings-7gdc49gk6d',
    ],
    [
      'rounds large numbers',
      '- patch: |\n    apiVersion: v1\n    kind: ConfigMap\n    metadata: {name: settings}\n    data: {n: 12345678901234567890}\n',
      'settings-d295mk4tgm',
    ],
    [
      'tells quotes and places of a patch that changed the kind',
      '- path: change.yaml\n  target: {kind: ConfigMap}\n  options: {allowKindChange: true}\n',
      'settings-dhm8cgdth6',
    ],
    [
      'tells the places in the text that a JSON patch makes',
      `- patch: |
    - {op: replace, path: /kind, value: Settings}
    - {op: add, path: /spec, value: {a10: "yes", a9: [1, 1.5, "#"]}}
  target: {kind: ConfigMap}
`,
      'settings-7hcbg65c4h',
    ],
    [
      'tells a mapping that was emptied from an empty one',
      `- patch: |
    apiVersion: v1
    kind: Settings
    metadata: {name: any}
    data: {a: null}
  target: {kind: ConfigMap}
  options: {allowKindChange: true}
`,
      'settings-cfb6b642b7',
    ],
  ];
  it.each(rows)('%s', async (_, patches, name) => {
    const tree = memoryTree({ 'kustomization.yaml': `${GENERATED}patches:\n${patches}`, 'change.yaml': CHANGE });
    const options: KustomizeBuildOptions = { tree };
    expect(renderBuild(await kustomizeBuild(options))).toContain(`  name: ${name}\n`);
    expect(renderBuild(await kustomizeBuild({ ...options, cache: createBuildCache() }))).toContain(`  name: ${name}\n`);
  });
});
