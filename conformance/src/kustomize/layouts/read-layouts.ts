import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isJsonObject } from '@gotk/json';
import { parseYaml } from '@gotk/yaml';
import type { GoldenCase } from '../golden-case.js';

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

function buildsOf(layout: string, text: string): readonly LayoutBuild[] {
  const content = parseYaml(text);
  if (!isJsonObject(content) || !isJsonObject(content['files'])) throw new Error(`${layout} has no files`);
  // Written by hand; a build of what is not there fails.
  const { files, builds } = content as unknown as Layout;
  return builds.map(({ run, flags = [] }) => ({ name: `${layout}: ${run}`, files, run, flags }));
}

interface Layout {
  readonly files: Readonly<Record<string, string>>;
  readonly builds: readonly { readonly run: string; readonly flags?: readonly string[] }[];
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
