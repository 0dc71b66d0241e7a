import type { GoMap } from '@gotk/go-template';
import type { FetchSchema } from '@gotk/helm';
import type { CommandContext } from '../../../cli/command.js';
import { schemaFetcher } from '../fetch-schema.js';
import type { ChartFindings, ChartMemory } from './kept-charts.js';

/** How values are checked. */
export interface SchemaCheck {
  readonly areSkipped: boolean;
  readonly fetch: FetchSchema;
  /** What a rendering shows that did not fail. */
  readonly findings: () => ChartFindings;
}

export interface SchemaCheckOptions {
  /** Those of the user. */
  readonly values: GoMap;
  readonly memory: ChartMemory | undefined;
  readonly debug: boolean;
}

/** Values that passed the schemas of the chart before need not be checked again, where nobody wants to read about it. */
export function schemaCheck(
  { flags, signal }: CommandContext,
  { values, memory, debug }: SchemaCheckOptions,
): SchemaCheck {
  const areUnwanted = flags.flag('skip-schema-validation');
  const areDefaults = values.size === 0;
  const areKnown = areDefaults && memory?.hasValidDefaults === true && !debug;
  let isAlone = true;
  const fetch = schemaFetcher(signal);
  return {
    areSkipped: areUnwanted || areKnown,
    // What is elsewhere may be another schema the next time.
    fetch: (url) => {
      isAlone = false;
      return fetch(url);
    },
    findings: () => ({ hasValidDefaults: areKnown || (areDefaults && !areUnwanted && isAlone) }),
  };
}
