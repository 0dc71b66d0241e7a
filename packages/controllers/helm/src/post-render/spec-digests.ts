import { computeDigest } from '@gotk/artifact-store';
import type { DigestAlgorithm } from '@gotk/digest';
import type { HelmReleaseSpec } from '@gotk/flux-types';
import { renderGoJsonString } from '@gotk/json';
import { type GoFieldText, omitEmpty, renderGoStruct } from '../storage/go-struct.js';

type PostRenderer = NonNullable<HelmReleaseSpec['postRenderers']>[number];
type KustomizeEdits = NonNullable<PostRenderer['kustomize']>;

/** Digest of `spec.postRenderers` by which a change is noticed, as Flux computes it. */
export function postRenderersDigest(
  postRenderers: readonly PostRenderer[] | undefined,
  algorithm: DigestAlgorithm,
): string | undefined {
  if (postRenderers === undefined) return undefined;
  return computeDigest(`[${postRenderers.map(renderPostRenderer).join(',')}]\n`, algorithm);
}

/** Digest of `spec.commonMetadata`, as Flux computes it. */
export function commonMetadataDigest(
  metadata: HelmReleaseSpec['commonMetadata'],
  algorithm: DigestAlgorithm,
): string | undefined {
  if (metadata === undefined) return undefined;
  const fields = (['annotations', 'labels'] as const).map((name): GoFieldText => [name, omitEmpty(metadata[name])]);
  return computeDigest(`${renderGoStruct(fields)}\n`, algorithm);
}

function renderPostRenderer({ kustomize }: PostRenderer): string {
  return renderGoStruct([['kustomize', kustomize === undefined ? undefined : renderEdits(kustomize)]]);
}

function renderEdits({ patches = [], images = [] }: KustomizeEdits): string {
  return renderGoStruct([
    ['patches', patches.length === 0 ? undefined : `[${patches.map(renderPatch).join(',')}]`],
    ['images', images.length === 0 ? undefined : `[${images.map(renderImage).join(',')}]`],
  ]);
}

const SELECTOR = ['group', 'version', 'kind', 'namespace', 'name', 'annotationSelector', 'labelSelector'] as const;

function renderPatch({ patch, target }: NonNullable<KustomizeEdits['patches']>[number]): string {
  const selector =
    target === undefined
      ? undefined
      : renderGoStruct(SELECTOR.map((name): GoFieldText => [name, omitEmpty(target[name])]));
  return renderGoStruct([
    ['patch', renderGoJsonString(patch, true)],
    ['target', selector],
  ]);
}

function renderImage({ name, newName, newTag, digest }: NonNullable<KustomizeEdits['images']>[number]): string {
  return renderGoStruct([
    ['name', renderGoJsonString(name, true)],
    ['newName', omitEmpty(newName)],
    ['newTag', omitEmpty(newTag)],
    ['digest', omitEmpty(digest)],
  ]);
}
