import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { type Chart, checkDependencies, type HelmLog, packageChart, renderMetadata } from '@gotk/helm';
import { parseVersion } from '@gotk/semver';
import type { CommandContext } from '../../../cli/command.js';
import { goFileError } from '../../../output/go-file-error.js';
import { asHelm } from '../as-helm.js';
import { consoleLog } from '../helm-console.js';
import { type HelmSettings, helmSettings } from '../helm-settings.js';
import { openFolder } from '../open-chart.js';
import { keyringOf } from '../source/chart-access.js';
import { requireTrust } from '../source/require-trust.js';
import { passphraseReader } from './read-passphrase.js';

/** Packs charts into archives. */
export const runPackage = asHelm(async (context) => {
  const { args, flags, io } = context;
  if (args.length === 0) throw new Error('need at least one argument, the path to the chart');
  if (flags.flag('sign') && flags.text('key') === '') throw new Error('--key is required for signing a package');
  const settings = helmSettings(context);
  await requireTrust(context, settings);
  const passphrase = passphraseReader(context);
  for (const name of args) {
    const file = await packOne(context, { name, settings, passphrase });
    io.stdout(`Successfully packaged chart and saved it to: ${file}\n`);
  }
});

interface PackOptions {
  /** As the user names the chart. */
  readonly name: string;
  readonly settings: HelmSettings;
  readonly passphrase: (key: string) => Promise<string>;
}

async function packOne(context: CommandContext, { name, settings, passphrase }: PackOptions): Promise<string> {
  const { flags, io } = context;
  const path = resolve(io.cwd, name);
  if (statSync(path, { throwIfNoEntry: false }) === undefined) {
    throw goFileError('stat', name, Object.assign(new Error(), { code: 'ENOENT' }));
  }
  const log = consoleLog(io, settings);
  if (flags.flag('dependency-update')) await updateDependencies(context, { path, settings, log });
  const chart = withVersions(
    openFolder({ path, shownPath: path, log, helmVersion: settings.helmVersion, checksVersion: true }),
    context,
  );
  if ((chart.metadata.dependencies ?? []).length > 0) checkDependencies(chart);
  const { name: chartName, version } = chart.metadata;
  const file = join(destinationOf(context), `${chartName}-${version}.tgz`);
  writePackage(resolve(io.cwd, file), file, { chart, settings, nowMs: io.nowMs() });
  if (flags.flag('sign')) {
    const { signChart } = await import('../provenance/sign-chart.js');
    const signing = { keyring: keyringOf(context), key: flags.text('key'), passphrase };
    await signChart(resolve(io.cwd, file), { ...signing, metadata: renderMetadata(chart.metadata) });
  }
  return file;
}

async function updateDependencies(
  context: CommandContext,
  options: { readonly path: string; readonly settings: HelmSettings; readonly log: HelmLog },
): Promise<void> {
  const { updateDependencies: update } = await import('../dependency/update-dependencies.js');
  await update(context, {
    ...options,
    shownPath: options.path,
    strategy: 'never',
    skipRefresh: false,
    write: () => undefined,
  });
}

function withVersions(chart: Chart, { flags }: CommandContext): Chart {
  const version = flags.text('version') || chart.metadata.version;
  parseVersion(version);
  const appVersion = flags.text('app-version') || chart.metadata.appVersion;
  return { ...chart, metadata: { ...chart.metadata, version, appVersion } };
}

/** Helm names the present folder in full, and others as they are given. */
function destinationOf({ flags, io }: CommandContext): string {
  const destination = flags.text('destination');
  return destination === '.' ? io.cwd : destination;
}

interface WriteOptions {
  readonly chart: Chart;
  readonly settings: HelmSettings;
  readonly nowMs: number;
}

function writePackage(file: string, shown: string, { chart, settings, nowMs }: WriteOptions): void {
  const content = packageOrFail(() =>
    packageChart(chart, { nowMs, helmVersion: settings.helmVersion, deflate: (bytes) => deflateRawSync(bytes) }),
  );
  packageOrFail(() => {
    makeFolder(dirname(file), dirname(shown));
    writeFileSync(file, content, { mode: 0o644 });
  });
}

function makeFolder(folder: string, shown: string): void {
  try {
    if (statSync(folder, { throwIfNoEntry: false })?.isFile() === true) throw new Error(`is not a directory: ${shown}`);
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === undefined) throw cause;
    throw new Error(`stat ${shown}: ${goFileError('stat', shown, cause).message}`, { cause });
  }
}

function packageOrFail<T>(run: () => T): T {
  try {
    return run();
  } catch (cause) {
    throw new Error(`failed to save: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
