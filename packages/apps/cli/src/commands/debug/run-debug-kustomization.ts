import { fieldOf, type KubeObject } from '@gotk/objects';
import type { CommandContext } from '../../cli/command.js';
import { objectKey } from '../../kinds/cli-kind.js';
import { readVariables } from '../../kinds/read-variables.js';
import { renderDocumented } from './render-documented.js';

const PAGE = 'kustomize/kustomizations';
const VIEWS = ['show-status', 'show-vars', 'show-history'] as const;

/** Prints status, variables or history of a Kustomization. */
export async function runDebugKustomization(context: CommandContext): Promise<void> {
  const { args, flags, io, namespace, signal } = context;
  const [view, ...more] = VIEWS.filter((name) => flags.flag(name));
  if (view === undefined || more.length > 0) {
    throw new Error('exactly one of --show-status, --show-vars, or --show-history must be set');
  }
  const [name] = args;
  if (name === undefined) throw new Error('kustomization name is required');
  const object = await (await context.client()).get(objectKey('Kustomization', namespace, name), {}, signal);
  switch (view) {
    case 'show-status':
      return io.stdout(renderDocumented('Status', `${PAGE}/#kustomization-status`, fieldOf(object, 'status') ?? {}));
    case 'show-history':
      return io.stdout(renderDocumented('History', `${PAGE}/#history`, fieldOf(object, 'status', 'history') ?? []));
    case 'show-vars':
      return printVariables(object, context);
  }
}

async function printVariables(object: KubeObject, { client, io, signal }: CommandContext): Promise<void> {
  if (fieldOf(object, 'spec', 'postBuild') === undefined) throw new Error('no post build substitutions found');
  const variables = await readVariables(object, { client, signal });
  for (const key of [...variables.keys()].sort()) io.stdout(`${key}=${variables.get(key) ?? ''}\n`);
}
