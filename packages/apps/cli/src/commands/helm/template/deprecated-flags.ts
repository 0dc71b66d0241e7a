import type { CommandContext } from '../../../cli/command.js';
import type { HelmSettings } from '../helm-settings.js';

const NO_EFFECT = "this flag has no effect for 'helm template' and will be removed in Helm 5";

/** What Helm 4 says of flags that it takes no more than that. */
const DEPRECATED: readonly (readonly [flag: string, text: string])[] = [
  ['atomic', 'use --rollback-on-failure instead'],
  ['hide-notes', NO_EFFECT],
  ['render-subchart-notes', NO_EFFECT],
  ['validate', "use '--dry-run=server' instead"],
];

/** Tells of deprecated flags. */
export function tellDeprecated({ flags, io }: CommandContext, { helmVersion }: HelmSettings): void {
  if (helmVersion === '3.22') return;
  for (const [flag, text] of DEPRECATED) {
    if (flags.isSet(flag)) io.stderr(`Flag --${flag} has been deprecated, ${text}\n`);
  }
}
