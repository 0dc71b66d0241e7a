import type { FluxKind } from '@gotk/flux-types';
import type { CommandHandler } from '../../cli/command.js';
import { kindInfo, objectKey } from '../../kinds/cli-kind.js';
import { confirm } from '../confirm.js';

/** Deletes one object, after asking unless told not to. */
export function runDelete(kind: FluxKind): CommandHandler {
  return async (context) => {
    const { humanName } = kindInfo(kind);
    const { args, flags, log, namespace, signal } = context;
    const [name] = args;
    if (name === undefined) throw new Error(`${humanName} name is required`);
    const client = await context.client();
    const key = objectKey(kind, namespace, name);
    await client.get(key, {}, signal);
    if (!flags.flag('silent')) await confirm(`Are you sure you want to delete this ${humanName}`, context.io);
    log.action(`deleting ${humanName} ${name} in ${namespace} namespace`);
    await client.delete(key, {}, signal);
    log.success(`${humanName} deleted`);
  };
}
