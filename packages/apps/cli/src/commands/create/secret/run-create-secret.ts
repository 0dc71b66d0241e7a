import type { CommandContext, CommandHandler } from '../../../cli/command.js';
import { renderManifest } from '../../export/render-manifest.js';
import { upsertSecret } from '../../upsert-secret.js';
import { parseLabels } from '../parse-labels.js';
import { secretBuilders } from './secret-builders.js';

/** Makes a Secret of one kind of credentials. */
export function runCreateSecret(kind: string): CommandHandler {
  return async (context) => {
    const builder = secretBuilders[kind];
    if (builder === undefined) throw new RangeError(`there is no secret for ${kind}`);
    const { annotations, stringData, ...data } = await builder(context);
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { ...metadataOf(context), ...(annotations === undefined ? {} : { annotations }) },
      ...data,
      ...(Object.keys(stringData).length === 0 ? {} : { stringData }),
    };
    if (context.flags.flag('export')) {
      // Flux ends every kind of secret but this one with an empty line.
      return context.io.stdout(`${renderManifest(secret)}${kind === 'tls' ? '' : '\n'}`);
    }
    const publicKey = kind === 'git' ? stringData['identity.pub'] : undefined;
    if (publicKey !== undefined) context.log.generate(`deploy key: ${publicKey}`);
    await upsertSecret(secret, context);
    context.log.action(`${kind} secret '${context.args[0]}' created in '${context.namespace}' namespace`);
  };
}

function metadataOf({ args, flags, namespace }: CommandContext): {
  readonly name: string;
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
} {
  const labels = parseLabels(flags.list('label'));
  return { name: args[0] ?? '', namespace, ...(Object.keys(labels).length === 0 ? {} : { labels }) };
}
