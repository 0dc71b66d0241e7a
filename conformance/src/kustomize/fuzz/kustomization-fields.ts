import type { SeededRandom } from '../../seeded-random.js';
import { makeGenerator, makeGeneratorConfig, makeGeneratorOptions } from './generator-fields.js';
import { apiVersionFor, pickImage, pickNamespace } from './objects.js';
import {
  type KnownObject,
  makeJson6902Target,
  makeJsonPatch,
  makeMergePatch,
  makePatchEntry,
  pickTarget,
} from './patches.js';
import { makeReplacement } from './replacements.js';
import { makeConfigurations, makeCrds, makeOpenApi } from './schema-fields.js';
import { type FuzzObject, writeYaml } from './yaml-text.js';

/** What the fields of one kustomization are made from. */
export interface FieldContext {
  readonly random: SeededRandom;
  /** Objects that the kustomization is about. */
  readonly known: readonly KnownObject[];
  /** Puts a file beside the kustomization, and gives its name. */
  readonly addFile: (content: string | Uint8Array) => string;
}

type MakeField = (context: FieldContext) => FuzzObject;

function listOf<Item>(random: SeededRandom, most: number, make: () => Item): Item[] {
  return Array.from({ length: random.below(most) + 1 }, make);
}

/** Fields that edit, each with the chance that a kustomization has it. */
const EDITS: readonly (readonly [chance: number, make: MakeField])[] = [
  [0.3, ({ random }) => ({ namespace: pickNamespace(random) })],
  [0.3, ({ random }) => ({ namePrefix: random.pick(['pre-', 'x', 'dev-']) })],
  [0.2, ({ random }) => ({ nameSuffix: random.pick(['-suf', '-v1', '1']) })],
  [0.2, ({ random }) => ({ labels: listOf(random, 2, () => makeLabel(random)) })],
  [0.12, ({ random }) => ({ commonLabels: makeCommonTexts(random) })],
  [0.15, ({ random }) => ({ commonAnnotations: makeCommonTexts(random) })],
  [0.25, ({ random }) => ({ images: listOf(random, 2, () => makeImage(random)) })],
  [0.1, makeReplicas],
  [0.4, ({ random, known, addFile }) => ({ patches: listOf(random, 3, () => makePatchEntry(known, random, addFile)) })],
  [0.1, makeStrategicMerge],
  [0.08, makeJson6902],
  [0.25, makeReplacements],
  [0.2, (context) => ({ configMapGenerator: listOf(context.random, 2, () => makeGenerator(context, false)) })],
  [0.15, (context) => ({ secretGenerator: listOf(context.random, 2, () => makeGenerator(context, true)) })],
  [0.1, ({ random }) => ({ generatorOptions: makeGeneratorOptions(random) })],
  [0.12, makeVars],
  [0.08, makeBuildMetadata],
  [0.06, makeSortOptions],
  [0.1, makeTransformers],
  [0.08, makeConfigurations],
  [0.04, makeCrds],
  [0.04, makeOpenApi],
  [0.06, makeGenerators],
  [0.03, makeOddField],
];

/** Random fields of a kustomization, besides what it loads. */
export function makeFields(context: FieldContext): FuzzObject {
  const { random } = context;
  let fields: FuzzObject = {};
  for (const [chance, make] of EDITS) if (random.chance(chance * 0.5)) fields = { ...fields, ...make(context) };
  return fields;
}

function makeReplicas({ random, known }: FieldContext): FuzzObject {
  const scaled = scalable(known);
  if (scaled.length === 0 && random.chance(0.95)) return {};
  return { replicas: [{ name: pickTarget(scaled, random).name, count: random.below(9) }] };
}

function scalable(known: readonly KnownObject[]): readonly KnownObject[] {
  return known.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet');
}

/** The fields want texts. */
function makeCommonTexts(random: SeededRandom): FuzzObject {
  return { [random.pick(['app', 'team', 'on'])]: random.pick(['web', 'true', '1', 'a b']) };
}

function makeLabel(random: SeededRandom): FuzzObject {
  return {
    pairs: makeCommonTexts(random),
    ...(random.chance(0.3) && { includeSelectors: true }),
    ...(random.chance(0.3) && { includeTemplates: true }),
    ...(random.chance(0.2) && {
      fields: [
        {
          path: random.pick(['spec/labels', 'spec/parts[]/labels', 'metadata/name']),
          create: random.chance(0.5),
          kind: 'Widget',
        },
      ],
    }),
  };
}

function makeImage(random: SeededRandom): FuzzObject {
  const name = pickImage(random).replace(/(?::|@).*$/, '');
  return {
    name: random.chance(0.05) ? random.pick(['ng.*', 'nginx|alpine', '(']) : name,
    ...(random.chance(0.4) && { newName: random.pick(['other', 'registry:5000/x/y']) }),
    ...(random.chance(0.5) && { newTag: random.pick(['v2', '1.10', 'latest']) }),
    ...(random.chance(0.2) && { digest: random.pick(['sha256:24a0c4b4', '24a0']) }),
    ...(random.chance(0.1) && { tagSuffix: '-x' }),
  };
}

function makeStrategicMerge({ random, known, addFile }: FieldContext): FuzzObject {
  const text = writeYaml(makeMergePatch(pickTarget(known, random), random), random);
  return { patchesStrategicMerge: [random.chance(0.4) ? text : addFile(text)] };
}

function makeJson6902({ random, known, addFile }: FieldContext): FuzzObject {
  const target = pickTarget(known, random);
  const text = makeJsonPatch(target, random);
  const source = random.chance(0.5) ? { patch: text } : { path: addFile(text) };
  return { patchesJson6902: [{ target: makeJson6902Target(target, random), ...source }] };
}

function makeReplacements({ random, known, addFile }: FieldContext): FuzzObject {
  const replacement = makeReplacement(known, random);
  if (!random.chance(0.2)) return { replacements: [replacement] };
  return { replacements: [{ path: addFile(writeYaml(random.chance(0.5) ? replacement : [replacement], random)) }] };
}

function makeVars({ random, known }: FieldContext): FuzzObject {
  const { kind, name } = pickTarget(known, random);
  const apiVersion = random.chance(0.95) ? { apiVersion: apiVersionFor(kind) } : {};
  return {
    vars: [
      {
        name: random.pick(['HOST', 'PORT', 'TAG']),
        objref: { kind, name, ...apiVersion },
        ...(random.chance(0.7) && {
          fieldref: {
            fieldPath: random.pick(['metadata.name', 'data.port', 'spec.replicas', 'spec.ports[0].port', 'spec.size']),
          },
        }),
      },
    ],
  };
}

function makeSortOptions({ random }: FieldContext): FuzzObject {
  const order = random.chance(0.05) ? 'wrong' : random.pick(['legacy', 'fifo']);
  const legacySortOptions = { orderFirst: ['ConfigMap', 'Namespace'], orderLast: ['Deployment'] };
  const hasOptions = random.chance(order === 'legacy' ? 0.5 : 0.05);
  return { sortOptions: { order, ...(hasOptions && { legacySortOptions }) } };
}

function makeBuildMetadata({ random }: FieldContext): FuzzObject {
  const options = ['originAnnotations', 'transformerAnnotations', 'managedByLabel'] as const;
  return { buildMetadata: random.chance(0.02) ? ['other'] : listOf(random, 2, () => random.pick(options)) };
}

/** Configurations of generators, in the list or in a file. */
function makeGenerators({ random, addFile }: FieldContext): FuzzObject {
  const text = writeYaml(makeGeneratorConfig(random), random);
  return { generators: [random.chance(0.5) ? text : addFile(text)] };
}

/** A field that kustomize refuses, warns of or reads in its own way. */
function makeOddField({ random }: FieldContext): FuzzObject {
  return random.pick<FuzzObject>([
    { unknown: 1 },
    { resource: ['x'] },
    { namePrefix: 12 },
    { namespace: { a: 1 } },
    { images: 'nginx' },
    { patches: [{ target: { kind: 'Service' } }] },
    { patches: [{ patch: 'a: b', path: 'x.yaml' }] },
    { metadata: { name: 'k', annotations: { 'config.kubernetes.io/local-config': 'true' } } },
    { imageTags: [{ name: 'nginx', newTag: 'v3' }] },
    { replicas: [{ name: 'absent', count: 2 }] },
    { commonLabels: { a: null } },
    { components: ['absent'] },
    { labels: [{ pairs: { a: 'b' }, fields: [{ path: 'metadata/labels', create: true }] }] },
    { helmCharts: [{ name: 'x' }] },
    { resources: [] },
  ]);
}

function makeTransformers({ random, known, addFile }: FieldContext): FuzzObject {
  const config = makeTransformerConfig(known, random);
  const text = writeYaml(config, random);
  return { [random.chance(0.05) ? 'validators' : 'transformers']: [random.chance(0.5) ? text : addFile(text)] };
}

function makeTransformerConfig(known: readonly KnownObject[], random: SeededRandom): FuzzObject {
  const base = (kind: string): FuzzObject => ({ apiVersion: 'builtin', kind, metadata: { name: 'x' } });
  const fieldSpecs = [{ path: 'metadata/name' }];
  const target = pickTarget(known, random);
  return random.pick<FuzzObject>([
    { ...base('PrefixTransformer'), prefix: 't-', fieldSpecs },
    { ...base('PrefixSuffixTransformer'), prefix: 'p-', suffix: '-s', fieldSpecs },
    { ...base('LabelTransformer'), labels: { tl: 'v' }, fieldSpecs: [{ path: 'metadata/labels', create: true }] },
    {
      ...base('AnnotationsTransformer'),
      annotations: { ta: 'v' },
      fieldSpecs: [{ path: 'metadata/annotations', create: true }],
    },
    {
      ...base('NamespaceTransformer'),
      metadata: { name: 'x', namespace: 'tns' },
      unsetOnly: true,
      setRoleBindingSubjects: random.pick(['none', 'allServiceAccounts', 'defaultOnly', 'bad']),
    },
    { ...base('PatchTransformer'), patch: makeJsonPatch(target, random), target: { kind: target.kind } },
    { ...base('ImageTagTransformer'), imageTag: { name: 'nginx', newTag: 'tt' } },
    {
      ...base('ReplicaCountTransformer'),
      replica: { name: target.name, count: 4 },
      fieldSpecs: [{ path: 'spec/replicas', kind: 'Deployment', create: true }],
    },
    { ...base('HashTransformer') },
    { ...base('ReplacementTransformer'), replacements: [makeReplacement(known, random)] },
    {
      ...base('ValueAddTransformer'),
      value: 'va',
      targets: [{ selector: { kind: target.kind }, fieldPath: 'metadata/labels/va' }],
    },
    ...(random.chance(0.2) ? [{ ...base('Unknown') }] : []),
    { ...base('ConfigMapGenerator'), literals: ['a=b'] },
    { apiVersion: 'v1', kind: 'External', metadata: { name: 'x' } },
  ]);
}
