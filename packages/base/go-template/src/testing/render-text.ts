import { executeTemplate } from '../compile/execute-template.js';
import { Run, type RunLimits, type TemplateEnvironment } from '../compile/run.js';
import { TemplateSet, TemplateText } from '../compile/template-set.js';
import type { FunctionTable } from '../functions/function-table.js';
import { sprigTable } from '../functions/sprig.js';
import { goMapOf } from '../value/json-value.js';

/** A world whose clock stands still and whose randomness is all zeros. */
export const stillEnvironment: TemplateEnvironment = {
  now: () => Date.UTC(2024, 2, 15, 10, 30),
  randomBytes: () => undefined,
};

/** Renders a text with data given as JSON. */
export function renderText(
  text: string,
  {
    data = {},
    limits,
    functions = sprigTable,
    environment = stillEnvironment,
    missingKey,
  }: {
    readonly data?: Parameters<typeof goMapOf>[0];
    readonly limits?: RunLimits;
    readonly functions?: FunctionTable;
    readonly environment?: TemplateEnvironment;
    readonly missingKey?: 'zero' | 'error';
  } = {},
): string {
  const templates = new TemplateSet('t', functions);
  templates.add(new TemplateText('t', text, functions));
  const run = new Run({ environment, limits, missingKey });
  return executeTemplate(templates, { name: 't', data: goMapOf(data), run });
}
