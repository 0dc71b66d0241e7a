import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { diskTree } from '@gotk/artifact-store';
import type { Kustomization } from '@gotk/flux-types';
import { isJsonObject, type JsonObject } from '@gotk/json';
import { isApiError } from '@gotk/kube-client';
import { buildManifests } from '@gotk/kustomize-controller';
import { asJson, fieldOf, type KubeObject } from '@gotk/objects';
import { createIgnoreMatcher, parseIgnoreFile } from '@gotk/source-ignore';
import { parseYamlDocuments } from '@gotk/yaml';
import type { CommandContext } from '../../cli/command.js';
import { objectKey } from '../../kinds/cli-kind.js';
import { readVariables } from '../../kinds/read-variables.js';
import { placeOnDisk } from '../../output/place-on-disk.js';
import { maskSops } from './mask-sops.js';
import { ownedObject } from './owned-object.js';
import { withTexts } from './with-texts.js';

/** What to build. */
export interface LocalBuildOptions {
  readonly name: string;
  readonly namespace: string;
  /** Absolute path of the folder that stands for `spec.path`. */
  readonly folder: string;
  /** File that holds the Kustomization; wins over the cluster. */
  readonly file?: string;
  /** A Kustomization that was built by another; used when the cluster has none. */
  readonly given?: KubeObject;
  /** Nothing is asked of the cluster. */
  readonly dryRun: boolean;
  /** The Kustomization need not be in the cluster. */
  readonly ignoreNotFound: boolean;
}

/** A Kustomization built from local files. */
export interface LocalBuild {
  readonly kustomization: Kustomization;
  readonly objects: readonly KubeObject[];
}

/** Builds the files in a folder as a Kustomization would. @throws Error with Flux's text */
export async function buildLocally(context: CommandContext, options: LocalBuildOptions): Promise<LocalBuild> {
  const { flags, io, signal } = context;
  const kustomization = await resolveKustomization(context, options);
  const matcher = createIgnoreMatcher(parseIgnoreFile(flags.list('ignore-paths').join('\n')));
  const directory = options.folder.replace(/^[\\/]+/, '');
  const build = (): ReturnType<typeof buildManifests> =>
    buildManifests(
      {
        // Bases may stand anywhere above the folder.
        tree: diskTree('/'),
        directory,
        rootPath: '',
        spec: kustomization.spec,
        strictSubstitutions: flags.flag('strict-substitute'),
        describeSubstitution: ({ metadata }) => `var substitution failed for '${metadata.name}'`,
        loadVariables: () =>
          readVariables(kustomization as unknown as KubeObject, {
            signal,
            ...(options.dryRun ? {} : { client: context.client }),
          }),
        isIgnored: (path) => matcher.ignores(path.slice(directory.length + 1), false),
        fetchRemote: async (request, stop) =>
          (await import('../kustomize/fetch-remote-base.js')).remoteBaseFetcher()(request, stop ?? io.signal),
      },
      signal,
    );
  const { objects } = await placeOnDisk(io.cwd, build);
  return { kustomization, objects: objects.map((object) => ownedObject(maskSops(object), kustomization)) };
}

/** The folder that a Kustomization in the tree builds, as `--local-sources` has it. */
export function localFolderOf({ flags, io }: CommandContext, object: KubeObject): string {
  const { name, namespace = '' } = object.metadata;
  const reference = fieldOf(object, 'spec', 'sourceRef');
  const text = (field: string): string => String(fieldOf(reference, field) ?? '');
  const key = `${text('kind')}/${text('namespace') || namespace}/${text('name')}`;
  const found = flags.list('local-sources').find((entry) => entry.startsWith(`${key}=`));
  if (found === undefined) throw new Error(`cannot get local path for ${key} of kustomization ${name}`);
  return resolve(io.cwd, join(found.slice(key.length + 1), String(fieldOf(object, 'spec', 'path') ?? '')));
}

/** Whether an object is a Flux Kustomization. */
export function isKustomization({ apiVersion, kind }: KubeObject): boolean {
  return apiVersion.startsWith('kustomize.toolkit.fluxcd.io/') && kind === 'Kustomization';
}

/** Whether two objects have one name. */
export function isSame(one: Pick<KubeObject, 'metadata'>, other: Pick<KubeObject, 'metadata'>): boolean {
  return one.metadata.name === other.metadata.name && one.metadata.namespace === other.metadata.namespace;
}

async function resolveKustomization(context: CommandContext, options: LocalBuildOptions): Promise<Kustomization> {
  const live = options.dryRun ? options.given : await findLive(context, options);
  if (options.file === undefined) return live as unknown as Kustomization;
  const local = readKustomization(options.file, options, context.io.cwd);
  const inventory = fieldOf(live, 'status', 'inventory');
  // Stale objects are those of the live inventory.
  const status = inventory === undefined || live === undefined ? {} : { status: fieldOf(live, 'status') };
  return { ...local, ...status } as unknown as Kustomization;
}

async function findLive(
  { client, signal }: CommandContext,
  { name, namespace, given, ignoreNotFound }: LocalBuildOptions,
): Promise<KubeObject | undefined> {
  try {
    return await (await client()).get(objectKey('Kustomization', namespace, name), {}, signal);
  } catch (error) {
    if (isApiError(error, 'NotFound') && (given !== undefined || ignoreNotFound)) return given;
    throw new Error(`failed to get kustomization object: ${messageOf(error)}`, { cause: error });
  }
}

function readKustomization(
  file: string,
  { name, namespace }: Pick<LocalBuildOptions, 'name' | 'namespace'>,
  cwd: string,
): KubeObject {
  for (const value of readDocuments(file, cwd)) {
    if (!isJsonObject(value) || !isJsonObject(value['metadata'])) continue;
    const object = value as unknown as KubeObject;
    const isNamed = object.metadata.name === name && (object.metadata.namespace ?? namespace) === namespace;
    if (isNamed && typeof object.apiVersion === 'string' && isKustomization(object)) return withTexts(object);
  }
  const wanted = `failed find kustomization with name '${name}' and namespace '${namespace}' in file '${file}'`;
  throw new Error(`failed to get kustomization object: ${wanted}`);
}

function readDocuments(file: string, cwd: string): readonly unknown[] {
  try {
    return parseYamlDocuments(readFileSync(resolve(cwd, file), 'utf8')).map(({ value }) => value);
  } catch (error) {
    const what = `failed to unmarshall kustomization file ${file}: ${messageOf(error)}`;
    throw new Error(`failed to get kustomization object: ${what}`, { cause: error });
  }
}

/** Whether there is a folder at the path. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The objects as JSON documents, in their order. */
export function asDocuments(objects: readonly KubeObject[]): readonly JsonObject[] {
  return objects.map(asJson);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
