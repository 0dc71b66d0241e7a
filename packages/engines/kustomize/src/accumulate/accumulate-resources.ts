import { hasErrorCode } from '@gotk/located-error';
import { Interruption } from '../errors/interruption.js';
import { placeError, type YamlPlace } from '../errors/place-error.js';
import { rewordError, wrapError } from '../errors/wrap-error.js';
import { COMPONENT_KIND } from '../kustomization/fix-kustomization.js';
import { type LoadRoot, loadFile, openSubRoot, rootDisplay } from '../load/load-root.js';
import { MemoUnfit } from '../memo/memo-unfit.js';
import { decodeText, goQuoteRaw } from '../read/raw-bytes.js';
import { ResourceList } from '../resource/resource-list.js';
import { accumulateTarget } from './accumulate-target.js';
import { type Accumulator, mergeAccumulator, newAccumulator } from './accumulator.js';
import { type Layer, loadLayer, originBelow, placeIn } from './layer.js';
import { annotateOrigin } from './origin-annotations.js';

/** A file, a directory or a repository, as a kustomization names it. */
export interface ResourceEntry {
  readonly path: string;
  readonly place: YamlPlace;
}

/** Adds what the entries name: objects of files, and what kustomizations in directories and repositories make. */
export function accumulateResources(layer: Layer, accumulator: Accumulator, entries: readonly ResourceEntry[]): void {
  for (const { path, place } of entries) placeError(() => accumulateEntry(layer, accumulator, path), place);
}

/** Whether an entry is a file or a directory shows in trying: kustomize does the same, and its messages say so. */
function accumulateEntry(layer: Layer, accumulator: Accumulator, path: string): void {
  const problem = attempt(() => accumulateFile(layer, accumulator, path));
  if (problem === undefined) return;
  if (hasErrorCode(problem, 'kustomize-http')) throw problem;
  const root = openBase(layer, path, problem);
  try {
    accumulateBase(layer, accumulator, root, path);
  } catch (error) {
    throw wrapError(error, `accumulation err='${problem.message}'`);
  }
}

function attempt(run: () => void): Error | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof Interruption || !(error instanceof Error)) throw error;
    return error;
  }
}

/** What is YAML, if malformed, was meant as a file: then its own problem is the one that counts. */
function openBase({ root }: Layer, path: string, problem: Error): LoadRoot {
  try {
    return openSubRoot(root, path);
  } catch (error) {
    if (error instanceof Interruption) throw error;
    if (problem.message.includes('MalformedYAMLError')) throw problem;
    const because = error instanceof Error ? error.message : String(error);
    throw rewordError(problem, (message) => `accumulation err='${message}': ${because}`);
  }
}

function accumulateFile({ context, root, origin }: Layer, { list }: Accumulator, path: string): void {
  const resources = new ResourceList();
  try {
    resources.appendAll(context.reader.readFile(root, path));
    if (origin !== undefined) annotateOrigin(resources, originBelow(origin, path));
  } catch (error) {
    throw wrapError(error, `accumulating resources from '${path}'`);
  }
  try {
    list.appendAll(resources.all);
  } catch (error) {
    throw wrapError(error, `merging resources from '${path}'`);
  }
}

function accumulateBase(layer: Layer, accumulator: Accumulator, root: LoadRoot, path: string): void {
  const base = loadBase(layer, root, path);
  if (base.kustomization.kind === COMPONENT_KIND)
    throw new Error(`expected kind != '${COMPONENT_KIND}' for path '${rootDisplay(root)}'`);
  const accumulated = newAccumulator();
  accumulateBelow(base, accumulated);
  mergeBelow(base, accumulator, accumulated);
}

/** Runs a component: it edits what is there already, and adds to it. */
export function accumulateComponent(layer: Layer, accumulator: Accumulator, path: string): void {
  const root = quoting('loader.New', () => openSubRoot(layer.root, path));
  quoting('accumulateDirectory:', () => {
    const component = loadBase(layer, root, path);
    const { kind = '' } = component.kustomization;
    if (kind !== COMPONENT_KIND)
      throw new Error(`expected kind '${COMPONENT_KIND}' for path '${rootDisplay(root)}' but got '${kind}'`);
    accumulateBelow(component, accumulator);
    // The component may have given two objects the same id.
    const merged = newAccumulator();
    mergeBelow(component, merged, accumulator);
    // What was added to nothing: of field specs that cover one another, only the first stays.
    accumulator.config = merged.config;
  });
}

function quoting<Result>(prefix: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw rewordError(error, (message) => `${prefix} ${goQuoteRaw(message)}`);
  }
}

function loadBase(layer: Layer, root: LoadRoot, path: string): Layer {
  const base = openLayer(layer, root, path);
  useSchema(base, false);
  return base;
}

function openLayer(layer: Layer, root: LoadRoot, path: string): Layer {
  const { context, origin, buildMetadata, kustomization, helmNamespace } = layer;
  try {
    return loadLayer(context, root, {
      origin: origin === undefined ? undefined : originBelow(origin, path),
      helmNamespace: kustomization.namespace || helmNamespace,
      buildMetadata,
    });
  } catch (error) {
    throw wrapError(error, `couldn't make target for path '${rootDisplay(root)}'`);
  }
}

/** Takes the schema that a kustomization brings along. @param reset whether it counts even when there is one already. */
export function useSchema(layer: Layer, reset: boolean): void {
  placeError(() => takeSchema(layer, reset), placeIn(layer, 'openapi'));
}

function takeSchema({ context, root, kustomization }: Layer, reset: boolean): void {
  const openapi = new Map(Object.entries(kustomization.openapi ?? {}));
  // With a schema of its own, an edit depends on more than the object and itself.
  if (openapi.size > 0 && context.memo !== undefined) throw new MemoUnfit();
  const path = openapi.get('path');
  const source = path === undefined ? undefined : decodeText(loadFile(root, path).content);
  context.schema.use(openapi, source, reset);
}

function accumulateBelow(base: Layer, accumulator: Accumulator): void {
  try {
    accumulateTarget(base, accumulator);
  } catch (error) {
    throw wrapError(error, `recursed accumulation of path '${rootDisplay(base.root)}'`);
  }
}

function mergeBelow(base: Layer, accumulator: Accumulator, other: Accumulator): void {
  try {
    mergeAccumulator(accumulator, other);
  } catch (error) {
    throw wrapError(error, `recursed merging from path '${rootDisplay(base.root)}'`);
  }
}
