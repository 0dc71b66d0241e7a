import { crdConfig } from '../config/crd-config.js';
import { parseTransformerConfig } from '../config/parse-transformer-config.js';
import { renderConfig } from '../config/render-config.js';
import { DEFAULT_CONFIG, EMPTY_CONFIG, mergeConfigs, type TransformerConfig } from '../config/transformer-config.js';
import { placeError } from '../errors/place-error.js';
import { wrapError } from '../errors/wrap-error.js';
import { goListText } from '../go-format/go-map.js';
import { loadFile } from '../load/load-root.js';
import { decodeText } from '../read/raw-bytes.js';
import { mergeVars } from '../vars/merge-vars.js';
import { parseVar, renderVarFields } from '../vars/var-set.js';
import { accumulateComponent, accumulateResources, type ResourceEntry } from './accumulate-resources.js';
import type { Accumulator } from './accumulator.js';
import { type Layer, placeIn } from './layer.js';
import { runGenerators } from './run-generators.js';
import { runTransformers, runValidators } from './run-transformers.js';

/** Runs a kustomization: loads, generates, edits and checks. What it makes is added to `accumulator`. */
export function accumulateTarget(layer: Layer, accumulator: Accumulator): void {
  wrapping('accumulating resources', () => accumulateResources(layer, accumulator, resourceEntries(layer)));
  addConfig(layer, accumulator);
  runGenerators(layer, accumulator);
  runComponents(layer, accumulator);
  runTransformers(layer, accumulator);
  runValidators(layer, accumulator);
  addVars(layer, accumulator);
}

function wrapping<Result>(prefix: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw wrapError(error, prefix);
  }
}

/** Entries of `bases` stand behind those of `resources`. */
function resourceEntries(layer: Layer): readonly ResourceEntry[] {
  const count = layer.written.resources?.length ?? 0;
  return (layer.kustomization.resources ?? []).map((path, index) => ({
    path,
    place: index < count ? placeIn(layer, 'resources', index) : placeIn(layer, 'bases', index - count),
  }));
}

function addConfig(layer: Layer, accumulator: Accumulator): void {
  const { configurations = [], crds = [] } = layer.kustomization;
  accumulator.config = placeError(
    () => {
      const own = configurations.length === 0 ? DEFAULT_CONFIG : withConfigurations(layer, configurations);
      return mergeNamed('merging config', accumulator.config, own);
    },
    placeIn(layer, 'configurations'),
  );
  if (crds.length === 0) return;
  const added = wrapping(`loading CRDs ${goListText(crds)}`, () => loadCrds(layer, crds));
  const merge = () => mergeNamed('merging CRDs', accumulator.config, added);
  accumulator.config = placeError(merge, placeIn(layer, 'crds'));
}

function withConfigurations(layer: Layer, paths: readonly string[]): TransformerConfig {
  return mergeConfigs(DEFAULT_CONFIG, loadConfigurations(layer, paths));
}

function mergeNamed(prefix: string, config: TransformerConfig, added: TransformerConfig): TransformerConfig {
  try {
    return mergeConfigs(config, added);
  } catch (error) {
    throw wrapError(error, `${prefix} ${renderConfig(added)}`);
  }
}

function loadConfigurations(layer: Layer, paths: readonly string[]): TransformerConfig {
  return paths.reduce(
    (config, path, index) =>
      placeError(
        () => mergeConfigs(config, parseTransformerConfig(loadText(layer, path))),
        placeIn(layer, 'configurations', index),
      ),
    EMPTY_CONFIG,
  );
}

function loadCrds(layer: Layer, paths: readonly string[]): TransformerConfig {
  return paths.reduce(
    (config, path, index) =>
      placeError(() => mergeConfigs(config, crdConfig(loadText(layer, path), path)), placeIn(layer, 'crds', index)),
    EMPTY_CONFIG,
  );
}

function loadText({ root }: Layer, path: string): string {
  return decodeText(loadFile(root, path).content);
}

function runComponents(layer: Layer, accumulator: Accumulator): void {
  for (const [index, path] of (layer.kustomization.components ?? []).entries()) {
    wrapping('accumulating components', () =>
      placeError(() => accumulateComponent(layer, accumulator, path), placeIn(layer, 'components', index)),
    );
  }
}

function addVars(layer: Layer, { list, vars }: Accumulator): void {
  const { vars: fields = [] } = layer.kustomization;
  const parsed = fields.map((each, index) => parseVar(each, placeIn(layer, 'vars', index)));
  if (fields.length > 0)
    placeError(
      () => wrapping(`merging vars ${renderVarFields(fields)}`, () => mergeVars(list, vars, parsed)),
      placeIn(layer, 'vars'),
    );
}
