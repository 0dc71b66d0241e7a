import { statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { diskTree } from '@gotk/artifact-store';
import {
  type HelmOptions,
  type KustomizeBuildOptions,
  type KustomizeBuildResult,
  kustomizeBuild,
  type LoadRestrictor,
  type Reorder,
  renderBuild,
} from '@gotk/kustomize';
import type { CommandContext } from '../../cli/command.js';
import { goFileError } from '../../output/go-file-error.js';
import { placeOnDisk } from '../../output/place-on-disk.js';
import { explainBuild } from './explain-build.js';
import { objectFiles } from './object-files.js';

/** Builds the kustomization in a folder, and prints or writes the objects. */
export async function runKustomizeBuild(context: CommandContext): Promise<void> {
  const { args, flags, io, signal } = context;
  if (args.length > 1) throw new Error('specify one path to kustomization.yaml');
  const folder = resolve(io.cwd, args[0] ?? '.');
  const options = await optionsOf(context, folder);
  const result = await placeOnDisk(io.cwd, () => kustomizeBuild(options, signal));
  const output = flags.text('output');
  if (flags.flag('explain')) io.stdout(explainBuild(result, { folder: io.cwd }));
  else if (output === '') io.stdout(renderBuild(result));
  else writeOutput(result, { path: resolve(io.cwd, output), typed: output });
}

async function optionsOf(context: CommandContext, folder: string): Promise<KustomizeBuildOptions> {
  const { args, flags, io } = context;
  return {
    // Bases may stand anywhere above the folder; the restrictor keeps files from being read from there.
    tree: diskTree('/'),
    directory: folder.slice(1),
    ...(args[0] === undefined ? {} : { target: args[0] }),
    loadRestrictor: flags.text('load-restrictor') as LoadRestrictor,
    reorder: flags.isSet('reorder') ? (flags.text('reorder') as Reorder) : 'unspecified',
    managedByLabel: flags.flag('enable-managedby-label'),
    explain: flags.flag('explain'),
    nowMs: io.nowMs,
    onWarning: (warning) => io.stderr(`${warning}\n`),
    fetchRemote: async (request, signal) =>
      (await import('./fetch-remote-base.js')).remoteBaseFetcher({ localRepositories: true })(
        request,
        signal ?? io.signal,
      ),
    ...(flags.flag('enable-helm') ? { helm: await helmOptions(context) } : {}),
  };
}

async function helmOptions(context: CommandContext): Promise<HelmOptions> {
  const { flags, io } = context;
  const { chartInflater } = await import('./chart-inflater.js');
  const kubeVersion = flags.text('helm-kube-version');
  return {
    inflateChart: chartInflater({ nowMs: io.nowMs }),
    pullChart: async (request, signal) => (await import('./chart-puller.js')).chartPuller(context)(request, signal),
    apiVersions: flags.list('helm-api-versions'),
    ...(kubeVersion === '' ? {} : { kubeVersion }),
  };
}

/** A folder that exists gets one file an object; anything else is a file. */
function writeOutput(result: KustomizeBuildResult, { path, typed }: OutputPlace): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) {
    writeFile({ path, typed }, renderBuild(result));
    return;
  }
  for (const { name, yaml } of objectFiles(result.objects))
    writeFile({ path: resolve(path, name), typed: `${typed.replace(/\/$/, '')}/${name}` }, yaml);
}

interface OutputPlace {
  readonly path: string;
  /** How messages name it. */
  readonly typed: string;
}

function writeFile({ path, typed }: OutputPlace, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw goFileError('open', typed, error);
  }
}
