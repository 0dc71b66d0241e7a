import { compareText } from '@gotk/go-template';
import type { YamlNodeDocument } from '@gotk/yaml';
import { withPrefix } from '../helm-error.js';
import { silentLog } from '../log/helm-log.js';
import { sortManifests } from '../release/sort-manifests.js';
import { splitManifests } from '../release/split-manifests.js';
import { baseName } from '../render/collect-templates.js';
import { isBlank } from '../text/white-space.js';
import { annotationOf, withAnnotation, withoutAnnotation } from './annotations.js';
import { readObjects, writeObjects } from './object-stream.js';
import type { PostRenderer, PostRenderStrategy } from './post-renderer.js';
import { runPostRenderer } from './run-post-renderer.js';

const FILE_ANNOTATION = 'postrenderer.helm.sh/postrender-filename';

/** Rendered files by path. */
type Files = ReadonlyMap<string, string>;

/**
 * Gives rendered files to a post-renderer as one stream of objects, and makes files of its answer. An annotation on each object
 * says which file it belongs to; what the post-renderer adds gets files of its own.
 *
 * @throws LocatedError with Helm 4's text
 */
export async function postRender(
  files: Files,
  { renderer, strategy }: { readonly renderer: PostRenderer; readonly strategy: PostRenderStrategy },
): Promise<Map<string, string>> {
  if (strategy === 'combined') {
    return renderGroup(files, { renderer, merging: 'manifests', running: 'files', parsing: '', prefix: '' });
  }
  const groups = splitHooks(files);
  const result = new Map<string, string>();
  for (const [name, group] of groups) {
    if (group.size === 0) continue;
    const passes = name === 'hooks' && strategy === 'nohooks';
    const options = { renderer, merging: name, running: name, parsing: ` for ${name}`, prefix: `${name}-` };
    const rendered = passes ? group : await renderGroup(group, options);
    for (const [path, content] of rendered) addContent(result, path, content);
  }
  return result;
}

/** Hooks and other manifests as files of their own, so that the same object may be among both. */
function splitHooks(files: Files): ReadonlyMap<'hooks' | 'manifests', Files> {
  const sorted = sortManifests(files, { log: silentLog });
  const hooks = new Map<string, string>();
  for (const { path, manifest } of sorted.hooks) addContent(hooks, path, manifest);
  const manifests = new Map<string, string>();
  for (const { path, content } of sorted.manifests) addContent(manifests, path, content);
  return new Map([
    ['hooks', hooks],
    ['manifests', manifests],
  ]);
}

function addContent(files: Map<string, string>, path: string, content: string): void {
  const known = files.get(path);
  files.set(path, known === undefined ? content : `${known}\n---\n${content}`);
}

interface GroupOptions {
  readonly renderer: PostRenderer;
  /** How errors name what is merged, run and parsed. */
  readonly merging: string;
  readonly running: string;
  readonly parsing: string;
  /** In the names of files for new objects. */
  readonly prefix: string;
}

async function renderGroup(files: Files, options: GroupOptions): Promise<Map<string, string>> {
  const merged = withPrefix(`error merging ${options.merging}`, () => mergeFiles(files));
  const answer = await runPostRenderer(options.renderer, merged, options.running);
  return withPrefix(`error while parsing post rendered output${options.parsing}`, () =>
    splitStream(answer, options.prefix),
  );
}

function mergeFiles(files: Files): string {
  const documents: YamlNodeDocument[] = [];
  for (const path of [...files.keys()].sort(compareText)) {
    const content = files.get(path) ?? '';
    if (baseName(path).startsWith('_') || isBlank(content)) continue;
    for (const text of splitManifests(content)) {
      const objects = withPrefix(`parsing ${path}`, () => readObjects(text));
      for (const object of objects) {
        const root = withPrefix(`annotating ${path}`, () => withAnnotation(object.root, FILE_ANNOTATION, path));
        documents.push({ ...object, root });
      }
    }
  }
  return withPrefix('writing merged docs', () => writeObjects(documents));
}

function splitStream(stream: string, prefix: string): Map<string, string> {
  const objects = withPrefix('error parsing YAML', () => readObjects(stream));
  const byFile = new Map<string, YamlNodeDocument[]>();
  for (const [index, object] of objects.entries()) {
    const path = annotationOf(object.root, FILE_ANNOTATION) || `generated-by-postrender-${prefix}${index}.yaml`;
    const root = withPrefix('clearing filename annotation', () => withoutAnnotation(object.root, FILE_ANNOTATION));
    const known = byFile.get(path) ?? [];
    known.push({ ...object, root });
    byFile.set(path, known);
  }
  return new Map(
    [...byFile].map(([path, group]) => [path, withPrefix(`re-writing ${path}`, () => writeObjects(group))]),
  );
}
