import type { CommandHandler } from '../../../cli/command.js';
import { asHelm } from '../as-helm.js';
import { consoleLog } from '../helm-console.js';
import { helmSettings } from '../helm-settings.js';
import { openChart } from '../open-chart.js';
import { requireOperands } from '../require-operands.js';
import { locateChart } from '../source/locate-chart.js';
import { requireTrust } from '../source/require-trust.js';
import { renderShownChart, type ShowPart } from './render-shown-chart.js';

/** Prints a part of a chart. */
export function showHandler(part: ShowPart): CommandHandler {
  return asHelm(async (context) => {
    requireOperands(context, { least: 1, most: 1 });
    const settings = helmSettings(context);
    const log = consoleLog(context.io, settings);
    await requireTrust(context, settings);
    const located = await locateChart(context, context.args[0] ?? '', { settings, log });
    const chart = openChart({ ...located, log, helmVersion: settings.helmVersion });
    const jsonPath = part === 'values' ? context.flags.text('jsonpath') : '';
    context.io.stdout(await renderShownChart(chart, { part, jsonPath, helmVersion: settings.helmVersion }));
  });
}
