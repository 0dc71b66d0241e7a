import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { parseYaml, renderYaml } from '@gotk/yaml';
import type { GoldenCase } from '../golden-case.js';
import { shortObject } from './short-object.js';

/** Where the layouts stand, and beside them what the real kustomize made of them. */
export const LAYOUTS = fileURLToPath(new URL('../../../kustomize/layouts', import.meta.url));

/** The file of recorded results. */
export const RECORDED = 'recorded.jsonl';

/** A build of a layout, without its result. */
export type LayoutBuild = Pick<GoldenCase, 'name' | 'files' | 'run' | 'flags'>;

/** A recorded result, by the name of the build. */
export type RecordedResult = Pick<GoldenCase, 'name' | 'expected' | 'error' | 'warnings'>;

/** All builds of all layouts in a folder. */
export function readLayouts(folder: string = LAYOUTS): readonly LayoutBuild[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return names.sort().flatMap((name) => buildsOf(basename(name, '.yaml'), readFileSync(join(folder, name), 'utf8')));
}

/** A file holds one layout, or short ones by name under `layouts`. */
function buildsOf(name: string, text: string): readonly LayoutBuild[] {
  const content = parseYaml(text);
  if (!isJsonObject(content)) throw new Error(`${name} is no layout`);
  const { layouts } = content;
  if (!isJsonObject(layouts)) return buildsOfLayout(name, content);
  return Object.entries(layouts).flatMap(([each, layout]) => buildsOfLayout(each, layout ?? null));
}

function buildsOfLayout(name: string, content: JsonValue): readonly LayoutBuild[] {
  // Written by hand; a build of what is not there fails.
  const { builds, ...written } = content as unknown as Layout;
  const files = Object.fromEntries(
    Object.entries(written.files).map(([path, file]) => [filePath(path), fileText(file)]),
  );
  return builds.map((build) => {
    const { run, flags = [] } = typeof build === 'string' ? { run: build } : build;
    return { name: [name, [run, ...flags].join(' ')].join(': '), files, run, flags };
  });
}

interface Layout {
  readonly files: Readonly<Record<string, LayoutFile>>;
  readonly builds: readonly (string | { readonly run: string; readonly flags?: readonly string[] })[];
}

/** A folder stands for the kustomization in it, `./` for that at the root. */
function filePath(path: string): string {
  return path.endsWith('/') ? `${path.replace(/^\.\//, '')}kustomization.yaml` : path;
}

/** A text as it is, one YAML document, or several: each an object, or the note of one. */
type LayoutFile = string | JsonObject | readonly (string | JsonObject)[];

function fileText(file: LayoutFile): string {
  if (typeof file === 'string') return file;
  if (!Array.isArray(file)) return renderYaml(file as JsonObject);
  return file
    .map((each: string | JsonObject) => renderYaml(typeof each === 'string' ? shortObject(each) : each))
    .join('---\n');
}

/** How many layouts there are. */
export function countLayouts(builds: readonly LayoutBuild[]): number {
  return new Set(builds.map(({ name }) => name.slice(0, name.indexOf(':')))).size;
}

/** The builds with their recorded results. @throws Error for a build without one. */
export function readLayoutCases(folder: string = LAYOUTS): readonly GoldenCase[] {
  const file = join(folder, RECORDED);
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  const results = new Map(lines.map((line) => JSON.parse(line) as RecordedResult).map((each) => [each.name, each]));
  return readLayouts(folder).map((build) => {
    const result = results.get(build.name);
    if (result === undefined) throw new Error(`no result is recorded for ${build.name}`);
    return { ...build, ...result };
  });
}
