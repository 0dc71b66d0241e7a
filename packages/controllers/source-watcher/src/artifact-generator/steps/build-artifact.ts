import type { ArtifactTarget } from '@gotk/artifact-store';
import type { ReconcileContext } from '@gotk/controller-runtime';
import { type Artifact, type ArtifactGenerator, artifactOf } from '@gotk/flux-types';
import { createIgnoreMatcher, defaultPatterns, versionControlPatterns } from '@gotk/source-ignore';
import { copyFiles } from '../../staging/copy-files.js';
import { hashContents } from '../../staging/hash-contents.js';
import { StagingTree } from '../../staging/staging-tree.js';
import type { WatcherDeps } from '../../watcher-deps.js';
import { EXTERNAL_ARTIFACT } from '../kinds.js';
import type { SourceTrees } from './fetch-sources.js';
import type { ObservedSources } from './observe-sources.js';
import type { ArtifactPlan } from './plan-artifacts.js';

type Context = ReconcileContext<ArtifactGenerator>;

const ORIGIN_REVISION = 'org.opencontainers.image.revision';
const IGNORED = createIgnoreMatcher([...versionControlPatterns(), ...defaultPatterns()]);

export interface BuildOptions {
  readonly plan: ArtifactPlan;
  readonly trees: SourceTrees;
  readonly sources: ObservedSources;
}

/** Carries out the copies of an artifact and stores the result, unless it is stored already. */
export async function buildArtifact(
  deps: WatcherDeps,
  context: Context,
  { plan, trees, sources }: BuildOptions,
): Promise<Artifact> {
  const staging = new StagingTree();
  try {
    await copyFiles(plan.copy, trees, staging);
    const hash = hashContents(plan.name, staging);
    const owner = { kind: EXTERNAL_ARTIFACT.kind, namespace: context.key.namespace, name: plan.name };
    const stored = await storeTree(deps, context, {
      target: { owner, fileName: `${hash}.tar.gz`, revision: '' },
      staging,
    });
    return withRevisions(stored, plan, sources);
  } catch (cause) {
    if (!(cause instanceof Error) || context.signal.aborted) throw cause;
    throw new Error(`${plan.name} build failed: ${cause.message}`, { cause });
  }
}

/** Equal contents have equal names: what is there is not written again. */
async function storeTree(
  { store }: WatcherDeps,
  { client, signal }: Context,
  { target, staging }: { readonly target: ArtifactTarget; readonly staging: StagingTree },
): Promise<Artifact> {
  const { kind: _kind, ...key } = target.owner;
  const object = await client.find({ ...EXTERNAL_ARTIFACT, ...key }, undefined, signal);
  const before = object === undefined ? undefined : artifactOf(object);
  if (before?.path.endsWith(`/${target.fileName}`) && (await store.check(before)).kind === 'stored') {
    return { ...before, url: store.urlOf(before.path) };
  }
  return store.writeArchive(target, staging.toTree(), {
    ignored: (path, kind) => IGNORED.ignores(path, kind === 'directory'),
  });
}

function withRevisions(
  { metadata: _metadata, ...artifact }: Artifact,
  { revision = '', originRevision = '' }: ArtifactPlan,
  sources: ObservedSources,
): Artifact {
  const source = sources.get(revision.replace(/^@/, ''));
  const told = { ...artifact, revision: source?.revision ?? `latest@${artifact.digest}` };
  if (originRevision === '') return told;
  const origin = sources.get(originRevision.replace(/^@/, ''));
  if (origin === undefined) return told;
  return { ...told, metadata: { [ORIGIN_REVISION]: origin.metadata?.[ORIGIN_REVISION] ?? origin.revision } };
}
