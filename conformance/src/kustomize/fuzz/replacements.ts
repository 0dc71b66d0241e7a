import type { SeededRandom } from '../../seeded-random.js';
import { pathsOf } from './objects.js';
import { type KnownObject, makeSelector, pickTarget } from './patches.js';
import type { FuzzObject } from './yaml-text.js';

const SOURCE_PATHS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.labels.app',
  'data.host',
  'data.port',
  'spec.replicas',
  'spec.size',
  'spec.template.spec.containers.0.image',
  'spec.template.spec.containers.[name=c0].image',
  'spec.nested.deep',
  'spec.parts.[name=one].value',
  'metadata.labels.[app.kubernetes.io/name]',
  'spec.missing',
] as const;

const TARGET_PATHS = [
  'metadata.name',
  'metadata.annotations.copied',
  'metadata.labels.app',
  'data.host',
  'data.new',
  'spec.replicas',
  'spec.size',
  'spec.template.spec.containers.*.image',
  'spec.template.spec.containers.[name=c0].image',
  'spec.template.spec.containers.[name=c.*].env.[name=A].value',
  'spec.template.spec.containers.0.args.0',
  'spec.parts.*.value',
  'spec.parts.1',
  'spec.nested.deep.list.0',
  'spec.nested.deep.list.[=x]',
  'spec.config.a.b',
  'spec.config.list.0',
  'spec.yaml.a.b',
  'spec.yaml.list.*',
  'data.config.a.b',
  'data.config.list.[name=x].v',
  'data.config\\.yaml.a.b',
  'data.config\\.yaml.new.key',
  'data.*',
  'spec.template.spec.containers.-',
  'spec.parts.-',
  'spec.ports.[port=80].port',
  'spec',
  'spec.rules.*.host',
  'spec.missing.path',
  'metadata.annotations.a\\.b',
] as const;

/** A random replacement among objects that mostly exist. */
export function makeReplacement(known: readonly KnownObject[], random: SeededRandom): FuzzObject {
  const source = pickTarget(known, random);
  const targets = Array.from({ length: random.below(2) + 1 }, () => makeTarget(known, random));
  if (random.chance(0.02)) return { source: { kind: source.kind }, sourceValue: 'both', targets };
  if (random.chance(0.1)) return { sourceValue: random.pick(['fixed', '12', 'true']), targets };
  return {
    source: {
      kind: source.kind,
      ...(random.chance(0.9) && { name: source.name }),
      ...(random.chance(0.1) && { namespace: source.namespace || 'default' }),
      ...(random.chance(0.9) && { fieldPath: pickSourcePath(source, random) }),
      ...(random.chance(0.15) && { options: { delimiter: random.pick(['.', '/', ':', '-']), index: random.below(3) } }),
    },
    targets,
  };
}

function pickSourcePath({ kind }: KnownObject, random: SeededRandom): string {
  if (random.chance(0.15)) return random.pick(SOURCE_PATHS);
  const paths = pathsOf(kind);
  return random.chance(0.4) ? 'metadata.name' : (paths[random.below(paths.length)] ?? []).join('.');
}

function makeTarget(known: readonly KnownObject[], random: SeededRandom): FuzzObject {
  return {
    select: makeSelector(pickTarget(known, random), random),
    ...(random.chance(0.2) && { reject: [makeSelector(pickTarget(known, random), random)] }),
    ...(random.chance(0.95) && {
      fieldPaths: Array.from({ length: random.below(2) + 1 }, () => random.pick(TARGET_PATHS)),
    }),
    ...(random.chance(0.75) && { options: makeOptions(random) }),
  };
}

function makeOptions(random: SeededRandom): FuzzObject {
  return {
    ...(random.chance(0.9) && { create: true }),
    ...(random.chance(0.3) && { delimiter: random.pick(['.', '/', ':']), index: random.below(4) - 1 }),
  };
}
