import type { SeededRandom } from '../../seeded-random.js';
import {
  apiVersionFor,
  type FuzzKind,
  makeContainer,
  makePorts,
  makeTexts,
  pathsOf,
  pickImage,
  pickKind,
  pickName,
  pickNamespace,
} from './objects.js';
import { type FuzzObject, type FuzzValue, oddScalar, writeDocuments, writeYaml } from './yaml-text.js';

/** Which objects a generated patch should fit, mostly. */
export interface KnownObject {
  readonly kind: FuzzKind;
  readonly name: string;
  readonly namespace: string;
}

/** A random entry of `patches`; `addFile` puts a file beside the kustomization. */
export function makePatchEntry(
  known: readonly KnownObject[],
  random: SeededRandom,
  addFile: (text: string) => string,
): FuzzObject {
  const target = pickTarget(known, random);
  const isJson = random.chance(0.4);
  const text = isJson ? makeJsonPatch(target, random) : makeMergePatchText(known, target, random);
  const source = random.chance(0.5) ? { patch: text } : { path: addFile(text) };
  return {
    ...source,
    ...((isJson || random.chance(0.5)) && !random.chance(0.03) && { target: makeSelector(target, random) }),
    ...(random.chance(0.1) && { options: { allowNameChange: true, allowKindChange: random.chance(0.5) } }),
  };
}

export function pickTarget(known: readonly KnownObject[], random: SeededRandom): KnownObject {
  const found = known[random.below(known.length)];
  if (found !== undefined && !random.chance(0.08)) return found;
  return { kind: pickKind(random), name: pickName(random), namespace: '' };
}

/** A selector that takes an object and perhaps others. */
export function makeSelector({ kind, name, namespace }: KnownObject, random: SeededRandom): FuzzObject {
  if (random.chance(0.02)) return { name: random.pick(['(', '[a', '*x', 'a{2,1}']) };
  const pattern = random.pick([name, '.*', `${name.slice(0, 1)}.*`, `${name}|other`, '[a-z]+', `^${name}$`, '(?i)WEB']);
  const [group = '', version = ''] = apiVersionFor(kind).includes('/') ? apiVersionFor(kind).split('/') : ['', 'v1'];
  return {
    ...(random.chance(0.8) && { kind: random.chance(0.1) ? 'Deployment|Service' : kind }),
    ...(random.chance(0.7) && { name: pattern }),
    ...(random.chance(0.15) && { namespace: namespace || 'default' }),
    ...(random.chance(0.1) && group !== '' && { group }),
    ...(random.chance(0.1) && { version }),
    ...(random.chance(0.1) && {
      labelSelector: random.pick(['app=web', 'tier', '!tier', 'app in (web, x)', 'a b', 'app!=web']),
    }),
    ...(random.chance(0.05) && { annotationSelector: random.pick(['app=web', 'tier notin (x)']) }),
  };
}

function makeMergePatchText(known: readonly KnownObject[], target: KnownObject, random: SeededRandom): string {
  const patch = makeMergePatch(target, random);
  if (!random.chance(0.1)) return writeYaml(patch, random);
  return writeDocuments([patch, makeMergePatch(pickTarget(known, random), random)], random);
}

/** A strategic merge patch. */
export function makeMergePatch({ kind, name, namespace }: KnownObject, random: SeededRandom): FuzzObject {
  return {
    apiVersion: apiVersionFor(kind),
    kind: random.chance(0.02) ? 'Other' : kind,
    metadata: {
      name: random.chance(0.05) ? 'not-important' : name,
      ...(namespace !== '' && random.chance(0.7) && { namespace }),
      ...(random.chance(0.2) && { labels: makeTexts(random) }),
      ...(random.chance(0.2) && { annotations: random.chance(0.2) ? null : makeTexts(random) }),
    },
    ...(random.chance(0.06) && { $patch: random.pick(['delete', 'replace', 'merge', 'wrong']) }),
    ...patchContent(kind, random),
  };
}

function patchContent(kind: FuzzKind, random: SeededRandom): FuzzObject {
  switch (kind) {
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'ReplicaSet':
    case 'ReplicationController':
    case 'Job':
      return { spec: patchWorkload(random) };
    case 'Pod':
      return { spec: patchPodSpec(random) };
    case 'CronJob':
      return { spec: { jobTemplate: { spec: { template: { spec: patchPodSpec(random) } } } } };
    case 'ConfigMap':
    case 'Secret':
      return { data: { [random.pick(['a', 'host', 'new'])]: random.chance(0.3) ? null : oddScalar(random) } };
    case 'Service':
      return { spec: { ports: patchPorts(random, 'port'), ...(random.chance(0.3) && { type: 'ClusterIP' }) } };
    case 'Widget':
      return { spec: patchWidget(random) };
    default:
      return random.chance(0.5) ? { spec: { extra: oddScalar(random) } } : {};
  }
}

function patchWorkload(random: SeededRandom): FuzzObject {
  return {
    ...(random.chance(0.3) && { replicas: random.chance(0.2) ? null : random.below(9) }),
    ...(random.chance(0.1) && { selector: { $patch: 'replace', matchLabels: makeTexts(random) } }),
    ...(random.chance(0.9) && { template: { spec: patchPodSpec(random) } }),
  };
}

function patchPodSpec(random: SeededRandom): FuzzObject {
  return {
    containers: patchContainers(random),
    ...(random.chance(0.2) && { volumes: patchVolumes(random) }),
    ...(random.chance(0.1) && { initContainers: [{ name: 'init', image: pickImage(random) }] }),
    ...(random.chance(0.1) && { tolerations: [{ key: 'other', operator: 'Exists' }] }),
    ...(random.chance(0.1) && { nodeSelector: random.chance(0.3) ? null : makeTexts(random) }),
    ...(random.chance(0.05) && { '$setElementOrder/containers': [{ name: 'c1' }, { name: 'c0' }] }),
  };
}

function patchVolumes(random: SeededRandom): readonly FuzzObject[] {
  if (random.chance(0.3)) return [{ name: 'vol', $patch: 'delete' }];
  return [
    {
      name: random.pick(['vol', 'new']),
      ...(random.chance(0.5) ? { emptyDir: {} } : { configMap: null, secret: { secretName: 'x' } }),
    },
  ];
}

function patchContainers(random: SeededRandom): FuzzValue {
  if (random.chance(0.04)) return [{ $patch: 'replace' }, makeContainer('c9', random)];
  if (random.chance(0.03)) return [];
  const name = random.pick(['c0', 'c1', 'extra']);
  if (random.chance(0.1)) return [{ name, $patch: random.pick(['delete', 'replace']) }];
  if (random.chance(0.02)) return [{ image: 'no-name' }];
  return [
    {
      name,
      ...(random.chance(0.5) && { image: pickImage(random) }),
      ...(random.chance(0.3) && { env: patchEnvironment(random) }),
      ...(random.chance(0.3) && { ports: patchPorts(random, 'containerPort') }),
      ...(random.chance(0.2) && { args: random.chance(0.3) ? null : ['new'] }),
      ...(random.chance(0.2) && { volumeMounts: [{ name: 'vol', mountPath: random.pick(['/data', '/other']) }] }),
      ...(random.chance(0.2) && { resources: { limits: { cpu: random.chance(0.3) ? null : oddScalar(random) } } }),
    },
    ...(random.chance(0.2) ? [makeContainer('c5', random)] : []),
  ];
}

function patchEnvironment(random: SeededRandom): readonly FuzzObject[] {
  const name = random.pick(['A', 'B', 'Z']);
  if (random.chance(0.2)) return [{ name, $patch: 'delete' }];
  return [{ name, value: oddScalar(random) }, ...(random.chance(0.3) ? [{ name: 'Y', valueFrom: null }] : [])];
}

function patchPorts(random: SeededRandom, field: string): readonly FuzzObject[] {
  if (random.chance(0.15)) return [{ [field]: 80, $patch: 'delete' }];
  return makePorts(random, field);
}

function patchWidget(random: SeededRandom): FuzzObject {
  return {
    ...(random.chance(0.3) && { size: oddScalar(random) }),
    ...(random.chance(0.3) && { parts: [{ name: 'one', value: 'patched' }] }),
    ...(random.chance(0.3) && { nested: { deep: random.chance(0.3) ? null : { map: { x: oddScalar(random) } } } }),
    ...(random.chance(0.1) && { nested: { $patch: 'replace', deep: 'flat' } }),
  };
}

const JSON_PATHS = [
  '/metadata/labels/app',
  '/metadata/annotations',
  '/metadata/name',
  '/spec/replicas',
  '/spec/template/spec/containers/0/image',
  '/spec/template/spec/containers/-',
  '/spec/template/spec/containers/5',
  '/spec/parts/0',
  '/spec/size',
  '/data/a',
  '/data/new~1key',
  '/spec/missing/deep',
  '/kind',
  '',
] as const;

/** A JSON patch of one or a few operations, as JSON or YAML. */
export function makeJsonPatch({ kind }: KnownObject, random: SeededRandom): string {
  const operations = Array.from({ length: random.below(2) + 1 }, () => makeOperation(kind, random));
  return random.chance(0.3)
    ? JSON.stringify(operations.map(withoutRaw), null, random.chance(0.5) ? 2 : 0)
    : writeYaml(operations, random);
}

function withoutRaw(operation: FuzzObject): FuzzObject {
  return Object.fromEntries(
    Object.entries(operation).map(([key, value]) => [
      key,
      JSON.stringify(value)?.includes('"text"') === true ? 'raw' : value,
    ]),
  );
}

function makeOperation(kind: FuzzKind, random: SeededRandom): FuzzObject {
  const ops = ['add', 'add', 'add', 'replace', 'replace', 'replace', 'remove', 'copy', 'move'] as const;
  const op = random.chance(0.05) ? random.pick(['test', 'wrong']) : random.pick(ops);
  const path = pickPath(kind, random);
  const value = random.pick<FuzzValue>([
    1,
    'x',
    true,
    null,
    { a: 'b' },
    ['x'],
    oddScalar(random),
    1.5,
    { name: 'c7', image: 'x:1' },
  ]);
  return {
    op: op === 'wrong' && !random.chance(0.2) ? 'add' : op,
    path,
    ...(['add', 'replace', 'test', 'wrong'].includes(op) && { value }),
    ...(['copy', 'move'].includes(op) && { from: pickPath(kind, random) }),
  };
}

/** Mostly a path that objects of the kind have. */
function pickPath(kind: FuzzKind, random: SeededRandom): string {
  if (random.chance(0.15)) return random.pick(JSON_PATHS);
  const paths = pathsOf(kind);
  return `/${(paths[random.below(paths.length)] ?? []).join('/')}`;
}

/** A target of the older JSON patches, which names one object. */
export function makeJson6902Target({ kind, name }: KnownObject, random: SeededRandom): FuzzObject {
  const apiVersion = apiVersionFor(kind);
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  return {
    ...(group !== undefined && group !== '' && { group }),
    ...(version !== undefined && random.chance(0.8) && { version }),
    kind,
    name,
    ...(random.chance(0.1) && { namespace: pickNamespace(random) }),
  };
}
