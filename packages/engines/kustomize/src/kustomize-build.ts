import { LocatedError } from '@gotk/located-error';
import { type BuildState, runBuild } from './build/run-build.js';
import type { BuildLimits, KustomizeBuildOptions } from './build-options.js';
import type { KustomizeBuildResult } from './built-object.js';
import { buildError } from './errors/build-error.js';
import { Interruption } from './errors/interruption.js';
import { rewordError } from './errors/wrap-error.js';
import { ChartAnswers, ChartNeeded, PullNeeded } from './generators/chart-answers.js';
import { loadRe2, Re2Needed } from './go-regexp/compile-go-regexp.js';
import { MemoUnfit } from './memo/memo-unfit.js';
import { NotesNeeded } from './node/notes-needed.js';
import { hasRawBytes, withoutRawBytes } from './read/raw-bytes.js';
import { RemoteAnswers, RemoteNeeded } from './remote/remote-answers.js';

const DEFAULT_LIMITS: BuildLimits = {
  depth: 64,
  fileSizeBytes: 64 * 1024 * 1024,
  files: 100_000,
  objects: 200_000,
  aliasNodes: 1_000_000,
  remotes: 256,
  timeMs: 300_000,
};

/**
 * Builds the kustomization in `directory` of `tree`: what `kustomize build` prints, as objects.
 *
 * @throws LocatedError with kustomize's own message, and the file and line where it is known.
 * @see https://github.com/kubernetes-sigs/kustomize at kustomize/v5.8.1
 */
export async function kustomizeBuild(
  options: KustomizeBuildOptions,
  signal?: AbortSignal,
): Promise<KustomizeBuildResult> {
  const state = newState(options, options.fetchRemote !== undefined);
  for (;;) {
    signal?.throwIfAborted();
    const outcome = attempt(options, state);
    if (!(outcome instanceof Interruption)) return outcome;
    await satisfy(outcome, { options, state, signal });
  }
}

/**
 * The same without fetching or charts: a build that needs either fails. Patterns that JavaScript's regular expressions
 * cannot be trusted with need {@link loadPatternEngine} to have run before.
 */
export function kustomizeBuildSync(options: KustomizeBuildOptions): KustomizeBuildResult {
  const { fetchRemote: _fetchRemote, helm: _helm, ...rest } = options;
  const state = newState(rest, false);
  for (;;) {
    const outcome = attempt(rest, state);
    if (!(outcome instanceof Interruption)) return outcome;
    if (outcome instanceof MemoUnfit) state.memoized = false;
    else if (!(outcome instanceof NotesNeeded))
      throw buildError('kustomize-sync', 'the build needs an engine for patterns that has not been loaded');
    else state.exact = true;
  }
}

/** Loads what {@link kustomizeBuildSync} may need for patterns in selectors; {@link kustomizeBuild} does so by itself. */
export async function loadPatternEngine(): Promise<void> {
  await loadRe2();
}

/** All documents of a build, separated as kustomize separates them. */
export function renderBuild(result: KustomizeBuildResult): string {
  return result.objects.map(({ yaml }) => yaml).join('---\n');
}

function newState({ limits }: KustomizeBuildOptions, remotesEnabled: boolean): BuildState {
  return {
    limits: { ...DEFAULT_LIMITS, ...limits },
    remotes: new RemoteAnswers(remotesEnabled),
    charts: new ChartAnswers(),
    exact: false,
    memoized: true,
    warnings: [],
  };
}

/**
 * A build that fails is run again with all that goes into the words of its error, which may quote what was read.
 * @returns what the build needs first, where it needs something.
 */
function attempt(options: KustomizeBuildOptions, state: BuildState): KustomizeBuildResult | Interruption {
  try {
    const objects = runBuild(options, state);
    for (const warning of state.warnings) options.onWarning?.(warning);
    return { objects, warnings: state.warnings };
  } catch (error) {
    if (error instanceof Interruption) return error;
    if (!state.exact) {
      state.exact = true;
      return attempt(options, state);
    }
    for (const warning of state.warnings) options.onWarning?.(warning);
    throw describe(error);
  }
}

function describe(error: unknown): unknown {
  if (error instanceof LocatedError) return hasRawBytes(error.message) ? rewordError(error, withoutRawBytes) : error;
  if (error instanceof RangeError && error.message.includes('call stack'))
    return buildError('kustomize-limit', 'the input is nested too deeply', { cause: error });
  if (error instanceof Error) return buildError('kustomize-build', error.message, { cause: error });
  return error;
}

interface Driver {
  readonly options: KustomizeBuildOptions;
  readonly state: BuildState;
  readonly signal: AbortSignal | undefined;
}

async function satisfy(needed: Interruption, driver: Driver): Promise<void> {
  const { state } = driver;
  if (needed instanceof MemoUnfit) state.memoized = false;
  else if (needed instanceof Re2Needed) await loadRe2();
  else if (needed instanceof NotesNeeded) state.exact = true;
  else {
    const { remotes, charts, limits } = state;
    if (remotes.size + charts.size >= limits.remotes)
      throw buildError('kustomize-limit', `the build needs more than ${limits.remotes} remote bases and charts`);
    await fetchNeeded(needed, driver);
  }
}

async function fetchNeeded(needed: Interruption, { options, state, signal }: Driver): Promise<void> {
  const { fetchRemote, helm } = options;
  if (needed instanceof RemoteNeeded && fetchRemote !== undefined) {
    state.remotes.add(needed.request, await settled(fetchRemote(needed.request, signal), signal));
  } else if (needed instanceof ChartNeeded && helm !== undefined) {
    state.charts.addManifests(needed.request, await settled(helm.inflateChart(needed.request, signal), signal));
  } else if (needed instanceof PullNeeded) {
    const pulled = helm?.pullChart?.(needed.request, signal) ?? Promise.reject(noPull(needed));
    state.charts.addPulled(needed.request, await settled(pulled, signal));
  } else throw needed;
}

function noPull({ request: { name, repo } }: PullNeeded): Error {
  return buildError('kustomize-helm', `charts are not downloaded; no chart '${name}' of '${repo}' found`, {
    hint: 'Put the chart into the repository, or allow downloads.',
  });
}

/** A failure is an answer too: the build goes on to the place that asked, and fails there. */
async function settled<Answer>(promise: Promise<Answer>, signal: AbortSignal | undefined): Promise<Answer | Error> {
  try {
    return await promise;
  } catch (error) {
    signal?.throwIfAborted();
    return error instanceof Error ? error : new Error(String(error));
  }
}
