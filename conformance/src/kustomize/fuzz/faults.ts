import type { SeededRandom } from '../../seeded-random.js';

type Files = Record<string, string | Uint8Array>;
type Fault = (files: Files, directory: string) => void;

/** Adds lines to the list of resources, or begins one. */
function addResource(line: string): Fault {
  return (files, directory) => {
    const path = `${directory}/kustomization.yaml`;
    const text = String(files[path] ?? '');
    files[path] = /^resources:$/m.test(text)
      ? text.replace(/^resources:$/m, `resources:\n- ${line}`)
      : `${text}\nresources:\n- ${line}\n`;
  };
}

function addFile(name: string, text: string): Fault {
  return (files, directory) => {
    files[`${directory}/${name}`] = text;
  };
}

function both(first: Fault, second: Fault): Fault {
  return (files, directory) => {
    first(files, directory);
    second(files, directory);
  };
}

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: {name: extra}\n';

const FAULTS: readonly [Fault, ...Fault[]] = [
  addResource('absent.yaml'),
  addResource('../absent'),
  addResource('.'),
  addResource('./'),
  addResource('..'),
  addResource('../../outside'),
  addResource('/absent-folder'),
  addResource("''"),
  addResource('kustomization.yaml'),
  both(addResource('empty.yaml'), addFile('empty.yaml', '')),
  both(addResource('comment.yaml'), addFile('comment.yaml', '# nothing\n---\n---\n')),
  both(addResource('list.yaml'), addFile('list.yaml', '- a\n- b\n')),
  both(addResource('scalar.yaml'), addFile('scalar.yaml', 'text\n')),
  both(addResource('nokind.yaml'), addFile('nokind.yaml', 'apiVersion: v1\nmetadata: {name: a}\n')),
  both(addResource('noname.yaml'), addFile('noname.yaml', 'apiVersion: v1\nkind: Service\nmetadata: {}\n')),
  both(addResource('twice.yaml'), addFile('twice.yaml', `${SERVICE}---\n${SERVICE}`)),
  both(addResource('keys.yaml'), addFile('keys.yaml', `${SERVICE}kind: Service\n`)),
  both(addResource('anchors.yaml'), addFile('anchors.yaml', `${SERVICE}a: &x {b: c}\nd: *x\ne: {<<: *x, f: g}\n`)),
  both(addResource('list.json'), addFile('list.json', '{"apiVersion": "v1", "kind": "List", "items": []}')),
  both(addResource('sub'), addFile('sub/other.yaml', SERVICE)),
  both(addResource('sub'), addFile('sub/kustomization.yml', 'resources: [../kustomization.yaml]\n')),
  both(addResource('sub'), addFile('sub/Kustomization', 'resources: [s.yaml]\n')),
  both(addResource('sub'), addFile('sub/kustomization.yaml', 'kind: Component\n')),
  both(addResource('sub'), addFile('sub/kustomization.yaml', '')),
  both(addResource('sub'), addFile('sub/kustomization.yaml', 'resources: [..]\n')),
  both(addResource('sub/kustomization.yaml'), addFile('sub/kustomization.yaml', 'resources: []\n')),
  addFile('kustomization.yml', 'resources: []\n'),
  addFile('kustomization.yaml', ''),
  addFile('kustomization.yaml', 'resources:\n'),
  addFile('kustomization.yaml', 'apiVersion: v1\nkind: Service\n'),
  addFile('kustomization.yaml', 'apiVersion: kustomize.config.k8s.io/v1\nkind: Kustomization\n'),
];

/** Makes a mistake that people make in what a directory names. */
export function addFault(files: Files, directory: string, random: SeededRandom): void {
  random.pick(FAULTS)(files, directory);
}
