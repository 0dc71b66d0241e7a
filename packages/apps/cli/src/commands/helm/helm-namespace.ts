import type { CommandContext } from '../../cli/command.js';

/** The namespace of the release. Without a flag it is Helm's default, not that of Flux's own commands. */
export function helmNamespace({ flags, io, namespace }: Pick<CommandContext, 'flags' | 'io' | 'namespace'>): string {
  return flags.isSet('namespace') ? namespace : io.env['HELM_NAMESPACE'] || 'default';
}
