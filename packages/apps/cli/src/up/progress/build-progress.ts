import { findCondition, parseConditions } from '@gotk/conditions';
import type { ArtifactGeneratorSpec, Diagnostic } from '@gotk/flux-types';
import { fieldOf, type KubeObject, keyOf, type ObjectKey } from '@gotk/objects';
import { isSuspended, textAt } from '../../kinds/cli-kind.js';
import { revisionOf } from '../../kinds/revision.js';
import { truncateHex } from '../../output/truncate-hex.js';
import { fluxState, type ObjectState, plainState } from './object-state.js';
import { objectsBelow } from './objects-below.js';
import { pathBeforeCopy } from './path-before-copy.js';
import { nodeId, type ProgressNode, type ProgressState } from './progress-node.js';

/** What is known of the cluster. */
export interface ClusterView {
  /** All objects of Flux kinds. */
  readonly flux: readonly KubeObject[];
  /** Any other object of an inventory; `undefined` when it is not there. */
  find(key: ObjectKey): KubeObject | undefined;
  /** Whether a controller for the kind runs in this process. */
  isHandled(kind: string): boolean;
  /** Whether an object has yet to answer a request, so that what it says is old. */
  isPending(object: KubeObject): boolean;
  readonly nowMs: number;
}

const MAX_DEPTH = 20;

/**
 * The trees of progress: each source with the Kustomizations that apply it, each with the objects it applied.
 * An object that a Kustomization applied stands below it; whatever is left stands at the root.
 */
export function buildProgress(view: ClusterView): readonly ProgressNode[] {
  const builder = new ProgressBuilder(view);
  return builder.roots();
}

class ProgressBuilder {
  readonly #view: ClusterView;
  readonly #flux: ReadonlyMap<string, KubeObject>;
  /** Ids of what some Kustomization other than itself applied. */
  readonly #owned: ReadonlySet<string>;

  constructor(view: ClusterView) {
    this.#view = view;
    this.#flux = new Map(view.flux.map((object) => [idOf(keyOf(object)), object]));
    this.#owned = new Set(
      view.flux.flatMap((object) =>
        objectsBelow(object)
          .map(idOf)
          .filter((id) => id !== idOf(keyOf(object))),
      ),
    );
  }

  roots(): readonly ProgressNode[] {
    const free = this.#view.flux.filter((object) => !this.#owned.has(idOf(keyOf(object))));
    const placed = new Set<string>();
    const sources = free.filter(isSource).map((source) => {
      const appliers = free.filter((object) => sourceIdOf(object) === idOf(keyOf(source)));
      for (const applier of appliers) placed.add(idOf(keyOf(applier)));
      return this.#fluxNode(source, { below: appliers, depth: 0 });
    });
    const rest = free.filter((object) => !isSource(object) && !placed.has(idOf(keyOf(object))));
    return [...sources, ...rest.map((object) => this.#fluxNode(object, { below: [], depth: 0 }))];
  }

  #fluxNode(
    object: KubeObject,
    { below, depth }: { readonly below: readonly KubeObject[]; readonly depth: number },
  ): ProgressNode {
    const keys = depth > MAX_DEPTH ? [] : objectsBelow(object).filter((key) => idOf(key) !== idOf(keyOf(object)));
    const applied = keys.map((key) => this.#appliedNode(key, object, depth + 1));
    const { state, message } = judgeByApplied(this.#stateOf(object), object, applied);
    return {
      ...namesOf(keyOf(object)),
      isFlux: true,
      isMissing: false,
      state,
      message: truncateHex(message),
      revision: truncateHex(revisionOf(object)),
      diagnostics: state === 'failed' || state === 'waiting' ? this.#diagnosticsOf(object) : [],
      children: [...below.map((child) => this.#fluxNode(child, { below: [], depth: depth + 1 })), ...applied],
    };
  }

  #appliedNode(key: ObjectKey, owner: KubeObject, depth: number): ProgressNode {
    const flux = this.#flux.get(idOf(key));
    if (flux !== undefined) return this.#fluxNode(flux, { below: [], depth });
    const object = this.#view.find(key);
    const isMissing = object === undefined;
    const isLost = isMissing && isLeftAlone(key, owner) && this.#ownState(owner).state === 'ready';
    const state: ObjectState = isLost
      ? // Perhaps it has only not been seen yet, so that it is no failure.
        { state: 'progressing', message: 'not found, and drift detection of the HelmRelease is not enabled' }
      : plainState(object, this.#view.nowMs);
    return { ...namesOf(key), ...state, isFlux: false, isMissing, revision: '', diagnostics: [], children: [] };
  }

  /** Files of a generated artifact are named as in the source that they were copied from, where that is known. */
  #diagnosticsOf(object: KubeObject): readonly Diagnostic[] {
    const copies = this.#copiesBehind(object);
    return diagnosticsOf(object).map((diagnostic) => {
      const { file } = diagnostic;
      const before = file === undefined ? undefined : pathBeforeCopy(file, copies);
      return before === undefined ? diagnostic : { ...diagnostic, file: before };
    });
  }

  #copiesBehind(object: KubeObject): Parameters<typeof pathBeforeCopy>[1] {
    const artifact = this.#flux.get(sourceIdOf(object) ?? '');
    if (artifact?.kind !== 'ExternalArtifact') return [];
    const [kind, namespace, name] = ['kind', 'namespace', 'name'].map((field) =>
      textAt(artifact, 'spec', 'sourceRef', field),
    );
    const generator = this.#flux.get(nodeId({ kind: kind ?? '', namespace: namespace ?? '', name: name ?? '' }));
    // The schema of the kind has checked them.
    const artifacts = (fieldOf(generator, 'spec', 'artifacts') ?? []) as unknown as ArtifactGeneratorSpec['artifacts'];
    return artifacts.find((each) => each.name === artifact.metadata.name)?.copy ?? [];
  }

  #stateOf(object: KubeObject): ObjectState {
    const own = this.#ownState(object);
    if (object.kind !== 'Kustomization') return own;
    const source = this.#flux.get(sourceIdOf(object) ?? '');
    if (source === undefined || isSuspended(source)) return own;
    const sourceState = this.#ownState(source).state;
    return judgeBySource(own, { object, source, sourceState });
  }

  #ownState(object: KubeObject): ObjectState {
    const state = fluxState(object, { isHandled: this.#view.isHandled(object.kind) });
    const isAnswered = state.state === 'suspended' || state.state === 'unhandled' || !this.#view.isPending(object);
    return isAnswered ? state : { state: 'progressing', message: 'looking for changes' };
  }
}

interface SourceFacts {
  readonly object: KubeObject;
  readonly source: KubeObject;
  readonly sourceState: ProgressState;
}

/** A Kustomization cannot do better than its source, and is at work until it has tried the newest revision. */
function judgeBySource(own: ObjectState, { object, source, sourceState }: SourceFacts): ObjectState {
  const newest = revisionOf(source);
  if (own.state === 'failed' && readyReason(object) === 'ArtifactFailed' && sourceState !== 'ready') {
    return sourceState === 'progressing' ? { state: 'progressing', message: '' } : { ...own, state: 'waiting' };
  }
  if (sourceState !== 'ready') return own;
  if (own.state === 'ready' && revisionOf(object) !== newest) {
    return { state: 'progressing', message: `applying ${newest}` };
  }
  const hasTried = textAt(object, 'status', 'lastAttemptedRevision') === newest;
  return own.state === 'failed' && !hasTried ? { ...own, state: 'progressing' } : own;
}

/** Health checks of what nothing here reconciles would only end with their timeout. */
function judgeByApplied(own: ObjectState, object: KubeObject, applied: readonly ProgressNode[]): ObjectState {
  if (own.state !== 'progressing' || !isCheckingHealth(object)) return own;
  const unhandled = applied.find(({ state }) => state === 'unhandled');
  if (unhandled === undefined || applied.some(({ state }) => state === 'progressing')) return own;
  return { state: 'waiting', message: `waiting for ${nodeId(unhandled)}` };
}

/** Whether nobody puts back what is taken away. A Job may go by itself, and the chart is made again. */
function isLeftAlone({ kind }: ObjectKey, owner: KubeObject): boolean {
  if (owner.kind !== 'HelmRelease' || kind === 'Job' || kind === 'HelmChart') return false;
  return textAt(owner, 'spec', 'driftDetection', 'mode') !== 'enabled';
}

function isCheckingHealth(object: KubeObject): boolean {
  return findCondition(parseConditions(object), 'Healthy')?.status === 'Unknown';
}

function idOf(key: ObjectKey): string {
  return nodeId(namesOf(key));
}

function namesOf({ kind, namespace = '', name }: ObjectKey): Pick<ProgressNode, 'kind' | 'namespace' | 'name'> {
  return { kind, namespace, name };
}

function isSource({ kind }: KubeObject): boolean {
  return kind === 'GitRepository' || kind === 'OCIRepository' || kind === 'Bucket' || kind === 'ExternalArtifact';
}

function sourceIdOf(object: KubeObject): string | undefined {
  const kind = textAt(object, 'spec', 'sourceRef', 'kind');
  if (object.kind !== 'Kustomization' || kind === '') return undefined;
  const namespace = textAt(object, 'spec', 'sourceRef', 'namespace') || (object.metadata.namespace ?? '');
  return nodeId({ kind, namespace, name: textAt(object, 'spec', 'sourceRef', 'name') });
}

function diagnosticsOf(object: KubeObject): readonly Diagnostic[] {
  const found = fieldOf(object, 'status', 'diagnostics');
  // The schema of the kind has checked them.
  return Array.isArray(found) ? (found as unknown as readonly Diagnostic[]) : [];
}

function readyReason(object: KubeObject): string {
  return findCondition(parseConditions(object), 'Ready')?.reason ?? '';
}
