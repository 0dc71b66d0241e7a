import type { CommandContext } from '../../../cli/command.js';
import type { HelmSettings } from '../helm-settings.js';
import { serverAccess } from './chart-access.js';
import { readTls } from './read-tls.js';

/** Makes sure, before anything else is done, that certificates and keys can be read. @throws Error in Helm's words */
export async function requireTrust(context: CommandContext, { helmVersion }: HelmSettings): Promise<void> {
  try {
    readTls(serverAccess(context), { cwd: context.io.cwd, helmVersion });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Error(`missing registry client: ${reason}`, { cause });
  }
}
