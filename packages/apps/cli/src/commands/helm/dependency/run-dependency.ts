import { normalize, resolve } from 'node:path';
import type { CommandContext } from '../../../cli/command.js';
import { asHelm } from '../as-helm.js';
import { consoleLog } from '../helm-console.js';
import { helmSettings } from '../helm-settings.js';
import { requireOperands } from '../require-operands.js';
import type { VerificationStrategy } from '../source/chart-downloader.js';
import { requireTrust } from '../source/require-trust.js';
import { buildDependencies } from './build-dependencies.js';
import type { DependencyOptions } from './dependency-run.js';
import { updateDependencies } from './update-dependencies.js';

/** Makes charts/ and Chart.lock what Chart.yaml asks for. */
export const runDependencyUpdate = asHelm(async (context) => {
  await requireTrust(context, helmSettings(context));
  await updateDependencies(context, optionsOf(context, 'always'));
});

/** Makes charts/ what Chart.lock says. */
export const runDependencyBuild = asHelm(async (context) => {
  await requireTrust(context, helmSettings(context));
  await buildDependencies(context, optionsOf(context, 'if-possible'));
});

function optionsOf(context: CommandContext, verified: VerificationStrategy): DependencyOptions {
  requireOperands(context, { most: 1 });
  const { flags, io, args } = context;
  const shownPath = normalize(args[0] ?? '.').replace(/(.)\/$/, '$1');
  const settings = helmSettings(context);
  return {
    settings,
    path: resolve(io.cwd, shownPath),
    shownPath,
    strategy: flags.flag('verify') ? verified : 'never',
    skipRefresh: flags.flag('skip-refresh'),
    log: consoleLog(io, settings),
    write: io.stdout,
  };
}
