import { placeError, type YamlPlace } from '../errors/place-error.js';
import { wrapError } from '../errors/wrap-error.js';
import { absorbResources } from '../generators/absorb-resources.js';
import { configMapGenerator, secretGenerator } from '../generators/data-generators.js';
import { helmChartInflationGenerator } from '../generators/helm-chart.js';
import type { GeneratorArgs, GeneratorOptions, Texts } from '../kustomization/kustomization.js';
import { configureBuiltin } from '../plugins/configure-builtin.js';
import { loadGenerator } from '../plugins/load-plugin.js';
import type { Generate, GeneratorPlugin } from '../plugins/plugin.js';
import type { Resource } from '../resource/resource.js';
import type { Accumulator } from './accumulator.js';
import { changeOf } from './explain-step.js';
import { type Layer, placeIn } from './layer.js';
import { lazyOrigin } from './lazy-origin.js';
import { loadConfigs } from './load-configs.js';
import { annotateGenerated, builtinOrigin, type ConfiguredOrigin, configOrigin } from './origin-annotations.js';

interface Generator {
  readonly generate: Generate;
  readonly origin: ConfiguredOrigin | undefined;
  readonly place: YamlPlace;
}

/** Makes what the generators of a kustomization make. */
export function runGenerators(layer: Layer, { list }: Accumulator): void {
  const generators = [...builtinGenerators(layer), ...configuredGenerators(layer)];
  for (const { generate, origin, place } of generators) {
    placeError(() => {
      const resources = generate();
      if (origin !== undefined) annotateGenerated(resources, origin);
      for (const resource of resources) resource.origin ??= lazyOrigin(place);
      if (layer.context.explain) noteGenerated(resources, place);
      absorb(list, resources, origin);
    }, place);
  }
}

function noteGenerated(resources: readonly Resource[], place: YamlPlace): void {
  const [field = '', index] = place.path;
  const change = changeOf({ step: index === undefined ? `${field}` : `${field}[${index}]`, place });
  for (const resource of resources) resource.changes = [change];
}

function absorb(list: Accumulator['list'], resources: readonly Resource[], origin: ConfiguredOrigin | undefined): void {
  try {
    absorbResources(list, resources);
  } catch (error) {
    // kustomize prints two pointers here; the numbers mean nothing.
    throw wrapError(error, `merging from generator &{0xc000000000 ${origin === undefined ? '<nil>' : '0xc000000000'}}`);
  }
}

/** A generator of a kustomization's own fields, with what one entry tells it. */
interface GeneratorEntry {
  readonly plugin: GeneratorPlugin<unknown>;
  readonly config: object;
  readonly field: string;
  readonly index: number;
}

function builtinGenerators(layer: Layer): readonly Generator[] {
  return generatorEntries(layer).map(({ plugin, config, field, index }) => {
    const place = placeIn(layer, field, index);
    const generate = placeError(() => configureBuiltin(plugin, config, layer), place);
    return { generate, origin: builtinOrigin(layer, plugin.kind), place };
  });
}

function generatorEntries({ kustomization, helmNamespace }: Layer): readonly GeneratorEntry[] {
  const { configMapGenerator: configMaps = [], secretGenerator: secrets = [], helmCharts = [] } = kustomization;
  const { generatorOptions: options, helmGlobals } = kustomization;
  const namespace = kustomization.namespace || helmNamespace;
  return [
    ...configMaps.map((args, index) => ({
      plugin: configMapGenerator,
      config: withOptions(args, options),
      field: 'configMapGenerator',
      index,
    })),
    ...secrets.map((args, index) => ({
      plugin: secretGenerator,
      config: withOptions(args, options),
      field: 'secretGenerator',
      index,
    })),
    ...helmCharts.map((chart, index) => ({
      plugin: helmChartInflationGenerator,
      config: { ...helmGlobals, ...chart, namespace: chart.namespace || namespace },
      field: 'helmCharts',
      index,
    })),
  ];
}

/** Options of all generators beside those of one, which win; a flag that is set for all cannot be taken back. */
function withOptions<Args extends GeneratorArgs>(args: Args, options: GeneratorOptions | undefined): Args {
  if (options === undefined) return args;
  const own = args.options ?? {};
  return {
    ...args,
    options: {
      labels: mergeTexts(options.labels, own.labels),
      annotations: mergeTexts(options.annotations, own.annotations),
      disableNameSuffixHash: own.disableNameSuffixHash === true || options.disableNameSuffixHash === true,
      immutable: own.immutable === true || options.immutable === true,
    },
  };
}

function mergeTexts(all: Texts = {}, own: Texts = {}): Texts {
  return { ...all, ...own };
}

function configuredGenerators(layer: Layer): readonly Generator[] {
  try {
    return loadConfigs(layer, 'generators').map((config) => ({
      generate: placeError(() => loadGenerator(config, layer), placeIn(layer, 'generators')),
      origin: configOrigin(config),
      place: placeIn(layer, 'generators'),
    }));
  } catch (error) {
    throw wrapError(error, 'loading generator plugins');
  }
}
