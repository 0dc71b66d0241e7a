import type { FluxKind } from '@gotk/flux-types';
import type { CommandContext } from '../cli/command.js';
import { kindRef } from '../kinds/cli-kind.js';

/** Names of the objects of a kind in the namespace: those called `name`, or all. */
export async function listNamed(
  kind: FluxKind,
  name: string | undefined,
  { client, namespace, signal }: Pick<CommandContext, 'client' | 'namespace' | 'signal'>,
): Promise<readonly string[]> {
  const fieldSelector = name === undefined ? undefined : `metadata.name=${name}`;
  const { items } = await (await client()).list(kindRef(kind), { namespace, fieldSelector }, signal);
  return items.map(({ metadata }) => metadata.name ?? '');
}
