import type { FileTree } from '@gotk/file-tree';
import { hasErrorCode } from '@gotk/located-error';
import { buildError } from '../errors/build-error.js';
import { Interruption } from '../errors/interruption.js';
import { placeError, type YamlPlace } from '../errors/place-error.js';
import { deprecationWarnings } from '../kustomization/deprecated-fields.js';
import { fixKustomization, isEmptyKustomization, typeProblems } from '../kustomization/fix-kustomization.js';
import type { Kustomization } from '../kustomization/kustomization.js';
import { parseKustomization } from '../kustomization/parse-kustomization.js';
import { type LoadedFile, type LoadRoot, loadFile, rootDisplay } from '../load/load-root.js';
import type { ReadKustomization } from '../memo/build-memo.js';
import { decodeText } from '../read/raw-bytes.js';
import { parseRepoSpec } from '../remote/repo-spec.js';
import type { BuildContext } from './build-context.js';

/** A kustomization in a build. */
export interface Layer {
  readonly context: BuildContext;
  readonly root: LoadRoot;
  /** What the file says, with older fields moved to newer ones. */
  readonly kustomization: Kustomization;
  /** What the file says, as it says it. */
  readonly written: Kustomization;
  /** The kustomization file: its name in the directory, its path in the tree, its text. */
  readonly fileName: string;
  readonly file: string;
  /** For places in it. */
  readonly text: string;
  /** `buildMetadata` of the kustomization that is built; those of its bases do not count. */
  readonly buildMetadata: readonly string[];
  /** Where the layer is, seen from the one that is built; `undefined` unless the build keeps track. */
  readonly origin: LayerOrigin | undefined;
  /** Namespace of an outer layer, for charts that name none. */
  readonly helmNamespace: string;
}

/** A place seen from the kustomization that is built. */
export interface LayerOrigin {
  readonly path: string;
  readonly repo: string;
  readonly ref: string;
}

const FILE_NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/**
 * Reads the kustomization in a root.
 * @throws LocatedError when there is none or more than one, or when it is not valid.
 */
export function loadLayer(
  context: BuildContext,
  root: LoadRoot,
  outer: Pick<Layer, 'origin' | 'helmNamespace'> & { readonly buildMetadata?: readonly string[] },
): Layer {
  const { name, file } = findKustomizationFile(root);
  const text = decodeText(file.content);
  const place = { file: file.path, text, path: [] };
  const { written, kustomization } = placeError(() => readKustomization(context, root, text, file.path), place);
  const { buildMetadata, origin, helmNamespace } = outer;
  return {
    context,
    root,
    kustomization,
    written,
    fileName: name,
    file: file.path,
    text,
    buildMetadata: buildMetadata ?? kustomization.buildMetadata ?? [],
    origin,
    helmNamespace,
  };
}

/**
 * Opens the kustomization that a build is of.
 *
 * @param source the files as people wrote them: where the kustomization was edited for the build, errors name lines of
 * theirs.
 */
export function loadRootLayer(context: BuildContext, root: LoadRoot, source: FileTree): Layer {
  const loaded = loadLayer(context, root, { origin: undefined, helmNamespace: '' });
  const entry = root.repo === undefined ? source.entry(loaded.file) : undefined;
  const layer = entry?.kind === 'file' ? { ...loaded, text: new TextDecoder().decode(entry.read()) } : loaded;
  return layer.buildMetadata.length === 0 ? layer : { ...layer, origin: { path: '', repo: '', ref: '' } };
}

/** The place of a field of a layer's kustomization. */
export function placeIn({ file, text }: Layer, ...path: readonly (string | number)[]): YamlPlace {
  return { file, text, path };
}

function findKustomizationFile(root: LoadRoot): { readonly name: string; readonly file: LoadedFile } {
  const found = FILE_NAMES.flatMap((name) => {
    const file = tryLoad(root, name);
    return file === undefined ? [] : [{ name, file }];
  });
  const [first, second] = found;
  if (second !== undefined)
    throw buildError('kustomize-load', `Found multiple kustomization files under: ${rootDisplay(root)}\n`, {
      at: { file: second.file.path, line: 1 },
      hint: `Keep one of ${found.map(({ name }) => name).join(' and ')}.`,
    });
  if (first !== undefined) return first;
  const names = "'kustomization.yaml', 'kustomization.yml' or 'Kustomization'";
  throw buildError('kustomize-no-file', `unable to find one of ${names} in directory '${rootDisplay(root)}'`, {
    // Who names a base is told where it does.
    ...(root.referrer === undefined ? { at: { file: root.directory || '.' } } : {}),
    hint: 'Add a kustomization.yaml that lists the resources, or name another directory.',
  });
}

function tryLoad(root: LoadRoot, name: string): LoadedFile | undefined {
  try {
    return loadFile(root, name);
  } catch (error) {
    if (error instanceof Interruption || hasErrorCode(error, 'kustomize-limit')) throw error;
    return undefined;
  }
}

function readKustomization(
  context: BuildContext,
  root: LoadRoot,
  text: string,
  file: string,
): Pick<Layer, 'written' | 'kustomization'> {
  const { written, kustomization, warnings } =
    context.memo?.kustomization(text, () => parse(text, file)) ?? parse(text, file);
  context.warnings.push(...warnings);
  if (isEmptyKustomization(kustomization)) throw buildError('kustomize-empty', 'kustomization.yaml is empty');
  const problems = typeProblems(kustomization);
  if (problems.length === 0) return { written, kustomization };
  throw buildError(
    'kustomize-type',
    `Failed to read kustomization file under ${rootDisplay(root)}:\n${problems.join('\n')}`,
  );
}

function parse(text: string, file: string): ReadKustomization {
  const written = parseKustomization(text, file);
  const warnings = deprecationWarnings(written);
  return { written, kustomization: fixKustomization(written), warnings };
}

/** The origin of what `path` names in a layer. */
export function originBelow(origin: LayerOrigin, path: string): LayerOrigin {
  const repo = parseRepoSpec(path);
  if (repo === undefined) return { ...origin, path: joinRelative(origin.path, path) };
  // Without a path in the repository, kustomize shows the name of a directory that does not exist.
  return { path: joinRelative('', repo.kustomizationPath || 'notCloned'), repo: repo.cloneUrl, ref: repo.ref };
}

/** Two paths as one clean one; it may lead upwards. */
export function joinRelative(base: string, path: string): string {
  const joined = base === '' ? path : `${base}/${path}`;
  const absolute = joined.startsWith('/');
  const clean: string[] = [];
  for (const part of joined.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && clean.length > 0 && clean.at(-1) !== '..') clean.pop();
    else if (part !== '..' || !absolute) clean.push(part);
  }
  const text = (absolute ? '/' : '') + clean.join('/');
  return text === '' && joined !== '' ? '.' : text;
}
