import { useSchema } from '../accumulate/accumulate-resources.js';
import { accumulateTarget } from '../accumulate/accumulate-target.js';
import { newAccumulator } from '../accumulate/accumulator.js';
import type { BuildContext } from '../accumulate/build-context.js';
import { loadRootLayer } from '../accumulate/layer.js';
import { keptBuildsOf } from '../build-cache.js';
import type { BuildLimits, KustomizeBuildOptions } from '../build-options.js';
import type { BuiltObject } from '../built-object.js';
import { buildError } from '../errors/build-error.js';
import { finishBuild } from '../finish/finish-build.js';
import type { ChartAnswers } from '../generators/chart-answers.js';
import { type LoadRoot, openRoot } from '../load/load-root.js';
import { renderObject } from '../output/render-objects.js';
import { FileReader } from '../read/file-reader.js';
import type { RemoteAnswers } from '../remote/remote-answers.js';
import { BuildSchema } from '../schema/build-schema.js';
import { overlayTree } from './overlay-tree.js';

/** What lasts over the attempts of one build. */
export interface BuildState {
  readonly limits: BuildLimits;
  readonly remotes: RemoteAnswers;
  readonly charts: ChartAnswers;
  /** Whether nodes keep their notes and errors are in kustomize's very words, at the price of speed. */
  exact: boolean;
  /** Whether what earlier builds have made of objects counts. */
  memoized: boolean;
  /** Of the last attempt. */
  warnings: string[];
}

/**
 * One attempt at a build, from the start.
 * @throws Interruption when something from outside is needed first.
 */
export function runBuild(options: KustomizeBuildOptions, state: BuildState): readonly BuiltObject[] {
  const context = newContext(options, state);
  state.warnings = context.warnings;
  const layer = loadRootLayer(context, openBuildRoot(options, state, context), options.tree);
  useSchema(layer, true);
  const accumulator = newAccumulator();
  accumulateTarget(layer, accumulator);
  const finish = { reorder: options.reorder, managedByLabel: options.managedByLabel ?? false };
  const print = finishBuild(layer, accumulator, finish);
  context.checkTime();
  return accumulator.list.all.map((resource) => renderObject(resource, print));
}

function newContext(options: KustomizeBuildOptions, { limits, charts, exact, memoized }: BuildState): BuildContext {
  const schema = new BuildSchema();
  const { aliasNodes, objects } = limits;
  const cache = keptBuildsOf(options.cache);
  const isMemoized = memoized && !exact && options.explain !== true;
  return {
    schema,
    reader: new FileReader({ schema, aliasNodes, objects, exact, cache }),
    memo: isMemoized ? cache?.memo : undefined,
    limits,
    helm: options.helm,
    charts,
    warnings: [],
    explain: options.explain ?? false,
    checkTime: timer(options, limits),
  };
}

/** Makes what is called now and then: it throws once the build has taken longer than it may. */
function timer({ nowMs }: KustomizeBuildOptions, { timeMs }: BuildLimits): () => void {
  if (nowMs === undefined) return () => undefined;
  const endMs = nowMs() + timeMs;
  return () => {
    if (nowMs() > endMs) throw buildError('kustomize-limit', `the build takes longer than ${timeMs} ms`);
  };
}

function openBuildRoot(
  options: KustomizeBuildOptions,
  { limits, remotes }: BuildState,
  { checkTime }: BuildContext,
): LoadRoot {
  const { tree, overrides, rootPath = '/', loadRestrictor = 'LoadRestrictionsRootOnly', directory = '' } = options;
  const context = { limits, remotes, filesRead: 0, checkTime };
  const files = overrides === undefined ? tree : overlayTree(tree, overrides);
  const root = { context, tree: files, rootPath, restrictor: loadRestrictor };
  return openRoot(root, { directory, typed: options.target });
}
