import type { CommandContext } from '../../../cli/command.js';
import type { HelmSettings } from '../helm-settings.js';
import { serverAccess } from './chart-access.js';
import { readTls } from './read-tls.js';

/** Makes sure, before anything else is done, that certificates and keys can be read. @throws Error in Helm's words */
export async function requireTrust(context: CommandContext, { helmVersion }: HelmSettings): Promise<void> {
  try {
    const access = serverAccess(context);
    const tls = readTls(access, { cwd: context.io.cwd, helmVersion });
    if (tls?.clientCertificate === undefined && tls?.certificateAuthorities === undefined) return;
    const { requireUsableTls } = await import('./require-usable-tls.js');
    requireUsableTls(tls, { access, helmVersion });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Error(`missing registry client: ${reason}`, { cause });
  }
}
