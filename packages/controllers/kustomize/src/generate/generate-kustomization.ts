import { type FileTree, joinTreePath } from '@gotk/file-tree';
import type { ImageEdit, KustomizationSpec, PatchEdit } from '@gotk/flux-types';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { decodeKustomization } from '@gotk/kustomize';
import { LocatedError } from '@gotk/located-error';
import { renderYaml } from '@gotk/yaml';
import { readTextFile } from '../tree/read-text-file.js';
import { defaultKustomizationFile, findKustomizationFile } from './kustomization-file.js';
import { type ScanOptions, scanManifests } from './scan-manifests.js';

/** What of a Flux Kustomization's spec changes the build. */
export type BuildSpec = Pick<
  KustomizationSpec,
  | 'targetNamespace'
  | 'namePrefix'
  | 'nameSuffix'
  | 'patches'
  | 'components'
  | 'ignoreMissingComponents'
  | 'images'
  | 'buildMetadata'
>;

/** A kustomization file made for one build. */
export interface GeneratedKustomization {
  /** Path in the tree. */
  readonly path: string;
  readonly text: string;
}

/**
 * The kustomization file that a Flux Kustomization builds: the directory's own, or one that lists its manifests, with the
 * spec's namespace, names, patches, components, images and metadata in it.
 *
 * @throws LocatedError for a file that cannot be read or a component outside the source.
 */
export function generateKustomization(
  tree: FileTree,
  { directory, spec, scan }: { readonly directory: string; readonly spec: BuildSpec; readonly scan: ScanOptions },
): GeneratedKustomization {
  const existing = findKustomizationFile(tree, directory);
  const base = existing === undefined ? listManifests(tree, { directory, scan }) : readKustomization(tree, existing);
  const components = wantedComponents(tree, { directory, spec });
  const edited: JsonObject = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    ...base,
    ...textField('namespace', spec.targetNamespace),
    ...textField('namePrefix', spec.namePrefix),
    ...textField('nameSuffix', spec.nameSuffix),
    ...listField('patches', [...listOf(base['patches']), ...(spec.patches ?? []).map(renderPatch)]),
    ...listField('components', [...listOf(base['components']), ...components]),
    ...listField('images', mergeImages(listOf(base['images']), spec.images ?? [])),
    ...((spec.buildMetadata ?? []).length === 0 ? {} : { buildMetadata: spec.buildMetadata }),
  };
  return { path: existing ?? defaultKustomizationFile(directory), text: renderYaml(edited) };
}

function listManifests(
  tree: FileTree,
  { directory, scan }: { readonly directory: string; readonly scan: ScanOptions },
): JsonObject {
  const resources = scanManifests(tree, directory, scan);
  // An empty kustomization is an error; this one is merely without effect.
  return resources.length === 0 ? { namespace: '_placeholder' } : { resources };
}

function readKustomization(tree: FileTree, path: string): JsonObject {
  const file = decodeKustomization(readTextFile(tree, path));
  // Likewise, for a file whose only content may be what the spec adds.
  return listOf(file['resources']).length === 0 ? { ...file, buildMetadata: ['originAnnotations'] } : file;
}

function wantedComponents(
  tree: FileTree,
  { directory, spec }: { readonly directory: string; readonly spec: BuildSpec },
): readonly string[] {
  return (spec.components ?? []).filter((component) => {
    if (!isLocalPath(component)) {
      throw new LocatedError({
        code: 'component-not-local',
        message: `component path '${component}' must be local and relative`,
        hint: 'Name a directory of the source, relative to spec.path.',
      });
    }
    const path = joinTreePath(directory, component);
    const exists = path !== undefined && tree.entry(path) !== undefined;
    return exists || spec.ignoreMissingComponents !== true;
  });
}

/** What makes kustomize take a text for a remote base. */
const REMOTE_PREFIXES = ['git::', 'gh:', 'ssh://', 'https://', 'http://', 'git@', 'github.com:', 'github.com/'];

/** Whether a component is a relative path. */
function isLocalPath(component: string): boolean {
  const lower = component.toLowerCase();
  const isRemote = REMOTE_PREFIXES.some((prefix) => lower.length > prefix.length && lower.startsWith(prefix));
  return !isRemote && !component.startsWith('/') && !lower.startsWith('file:///');
}

function renderPatch({ patch, target }: PatchEdit): JsonObject {
  return { patch, ...(target === undefined ? {} : { target: { ...target } }) };
}

/** Images of the spec win field by field; tag and digest both choose the version, so setting one replaces both. */
function mergeImages(images: readonly JsonValue[], edits: readonly ImageEdit[]): readonly JsonValue[] {
  const merged = [...images];
  for (const { name, newName = '', newTag = '', digest = '' } of edits) {
    const index = merged.findIndex((image) => isJsonObject(image) && image['name'] === name);
    const before = index === -1 ? { name } : merged[index];
    const image = {
      ...(isJsonObject(before) ? before : {}),
      ...(newName === '' ? {} : { newName }),
      ...(newTag === '' && digest === '' ? {} : { newTag, digest }),
    };
    if (index === -1) merged.push(image);
    else merged[index] = image;
  }
  return merged;
}

function textField(name: string, value: string | undefined): JsonObject {
  return value === undefined ? {} : { [name]: value };
}

function listField(name: string, list: readonly JsonValue[]): JsonObject {
  return list.length === 0 ? {} : { [name]: list };
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
