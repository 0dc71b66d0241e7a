import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { KubeObject } from '@gotk/objects';
import { renderYaml } from '@gotk/yaml';
import type { CommandContext } from '../../cli/command.js';
import {
  asDocuments,
  buildLocally,
  isFolder,
  isKustomization,
  isSame,
  type LocalBuildOptions,
  localFolderOf,
} from './local-build.js';

/** Kustomizations below one another. */
const MAX_DEPTH = 50;

/** Prints what a Kustomization makes of local files. */
export async function runBuildKustomization(context: CommandContext): Promise<void> {
  const { args, flags, io, namespace } = context;
  const [name] = args;
  if (name === undefined) throw new Error('kustomization name is required');
  const path = flags.text('path');
  const folder = resolve(io.cwd, path);
  if (path === '' || !isFolder(folder))
    throw new Error(`invalid resource path ${JSON.stringify(path === '' ? path : folder)}`);
  const dryRun = flags.flag('dry-run');
  const file = flags.text('kustomization-file');
  if (dryRun && file === '') throw new Error('dry-run mode requires a kustomization file');
  checkFile(context, file);
  const options = { name, namespace, folder, dryRun, ignoreNotFound: false, ...(file === '' ? {} : { file }) };
  const objects = await buildAll(context, options, 0);
  for (const document of asDocuments(objects)) io.stdout(`${renderYaml(document)}---\n`);
}

/** @throws Error when a file was named that is none. */
export function checkFile({ io }: CommandContext, file: string): void {
  if (file === '') return;
  const stats = statSync(resolve(io.cwd, file), { throwIfNoEntry: false });
  if (stats === undefined || stats.isDirectory()) throw new Error(`invalid kustomization file ${JSON.stringify(file)}`);
}

/** The objects, and where asked for those of the Kustomizations among them. */
async function buildAll(
  context: CommandContext,
  options: LocalBuildOptions,
  depth: number,
): Promise<readonly KubeObject[]> {
  const { kustomization, objects } = await buildLocally(context, options);
  if (!context.flags.flag('recursive')) return objects;
  if (depth > MAX_DEPTH) throw new Error(`Kustomizations are nested more than ${MAX_DEPTH} deep`);
  const nested: KubeObject[] = [];
  for (const object of objects) {
    if (!isKustomization(object) || isSame(object, kustomization)) continue;
    const { name = '', namespace = '' } = object.metadata;
    const { dryRun } = options;
    const inner = { name, namespace, given: object, folder: localFolderOf(context, object), dryRun };
    nested.push(...(await buildAll(context, { ...inner, ignoreNotFound: false }, depth + 1)));
  }
  return [...objects, ...nested];
}
