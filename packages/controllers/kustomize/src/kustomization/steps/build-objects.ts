import { createHash } from 'node:crypto';
import type { ReconcileContext } from '@gotk/controller-runtime';
import type { FileTree } from '@gotk/file-tree';
import type { Kustomization } from '@gotk/flux-types';
import { buildManifests, type Manifests } from '../../build/build-manifests.js';
import type { Deps } from '../../deps.js';
import { type Decryption, loadDecryption } from './load-decryption.js';
import { loadVariables, type Variables } from './load-variables.js';
import { ARTIFACT_ROOT } from './open-artifact.js';
import type { ResolvedSource } from './resolve-source.js';

/** What a build is made from. */
export interface BuildInput {
  readonly context: ReconcileContext<Kustomization>;
  readonly source: ResolvedSource;
  readonly tree: FileTree;
  readonly directory: string;
}

/** The manifests of the Kustomization; those of the last build when nothing that went into them has changed. */
export async function buildObjects(deps: Deps, { context, source, tree, directory }: BuildInput): Promise<Manifests> {
  const { spec } = context.object;
  let variables: Promise<Variables> | undefined;
  const load = (): Promise<Variables> => {
    variables ??= loadVariables(context);
    return variables;
  };
  const decryption = await loadDecryption(deps, context);
  const key = await cacheKey({ context, source, directory, load, decryption });
  const cached = key === undefined ? undefined : deps.manifests.get(key);
  if (cached !== undefined) return cached;
  const remote = watchRemotes(deps);
  const manifests = await buildManifests(
    {
      tree,
      directory,
      spec,
      loadVariables: load,
      strictSubstitutions: deps.gates.StrictPostBuildSubstitutions,
      rootPath: ARTIFACT_ROOT,
      decryptionKeys: decryption?.keys,
      fetchRemote: remote.fetchRemote,
      helm: remote.helm,
      cache: deps.buildCache,
      substitutions: deps.substitutions,
    },
    context.signal,
  );
  if (key !== undefined && !remote.wasUsed()) deps.manifests.set(key, manifests);
  return manifests;
}

/** Tells whether a build read anything from elsewhere, which may have changed when it is read again. */
function watchRemotes({
  fetchRemote,
  helm,
}: Deps): Pick<Deps, 'fetchRemote' | 'helm'> & { readonly wasUsed: () => boolean } {
  let used = false;
  return {
    fetchRemote:
      fetchRemote === undefined
        ? undefined
        : (...request) => {
            used = true;
            return fetchRemote(...request);
          },
    helm:
      helm === undefined
        ? undefined
        : {
            ...helm,
            inflateChart: (...request) => {
              used = true;
              return helm.inflateChart(...request);
            },
          },
    wasUsed: () => used,
  };
}

/** A digest of what goes into a build; `undefined` when the variables cannot be read, which the build will report. */
async function cacheKey({
  context,
  source,
  directory,
  load,
  decryption,
}: Omit<BuildInput, 'tree'> & {
  readonly load: () => Promise<Variables>;
  readonly decryption: Decryption | undefined;
}): Promise<string | undefined> {
  const { spec } = context.object;
  const edits = [
    spec.targetNamespace,
    spec.namePrefix,
    spec.nameSuffix,
    spec.patches,
    spec.components,
    spec.ignoreMissingComponents,
    spec.images,
    spec.buildMetadata,
  ];
  try {
    const variables = spec.postBuild === undefined ? [] : [...(await load())].sort(([a], [b]) => (a < b ? -1 : 1));
    const from = source.artifact.digest ?? source.artifact.url;
    const parts = [from, directory, edits, spec.postBuild, variables, decryption?.digest];
    return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  } catch {
    return undefined;
  }
}
