import { parseArgs } from 'node:util';
import {
  type Capabilities,
  type Chart,
  ChartRenderError,
  checkInstallable,
  defaultCapabilities,
  type HelmLogEntry,
  mergeValueOptions,
  parseKubeVersion,
  type RenderedChart,
  releaseNameFrom,
  renderChart,
  renderLogEntry,
  templateOutput,
} from '@gotk/helm';
import { LocatedError } from '@gotk/located-error';
import { caseEnvironment } from './case-environment.js';

const FLAGS = {
  namespace: { type: 'string', short: 'n' },
  values: { type: 'string', short: 'f', multiple: true },
  set: { type: 'string', multiple: true },
  'set-string': { type: 'string', multiple: true },
  'set-json': { type: 'string', multiple: true },
  'set-file': { type: 'string', multiple: true },
  'set-literal': { type: 'string', multiple: true },
  'kube-version': { type: 'string' },
  'api-versions': { type: 'string', short: 'a', multiple: true },
  'show-only': { type: 'string', short: 's', multiple: true },
  'include-crds': { type: 'boolean' },
  'skip-crds': { type: 'boolean' },
  'skip-tests': { type: 'boolean' },
  'skip-schema-validation': { type: 'boolean' },
  'no-hooks': { type: 'boolean' },
  'is-upgrade': { type: 'boolean' },
  'name-template': { type: 'string' },
  description: { type: 'string' },
  'create-namespace': { type: 'boolean' },
  'hide-secret': { type: 'boolean' },
  'dry-run': { type: 'string' },
  output: { type: 'string', short: 'o' },
} as const;

type Flags = ReturnType<typeof parseFlags>['values'];

function parseFlags(args: readonly string[]) {
  return parseArgs({ args: [...args], options: FLAGS, allowPositionals: true });
}

/** Where a command finds its inputs. */
export interface CommandFiles {
  /** Loads the chart that the command line names. */
  readonly loadChart: (path: string, log: (entry: HelmLogEntry) => void) => Chart;
  readonly readFile: (path: string) => Uint8Array;
}

/** What a command leaves behind. */
export interface CommandResult {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly rendered?: RenderedChart;
}

/** Flags that only one of the commands has. */
const OWN_FLAGS: Readonly<Record<string, readonly string[]>> = {
  template: ['kube-version', 'api-versions', 'show-only', 'include-crds', 'skip-tests', 'is-upgrade'],
  install: ['hide-secret', 'output'],
};

/** Runs `helm template …` or `helm install … --dry-run=client` as far as the cases need it. */
export async function runHelm(args: readonly string[], files: CommandFiles): Promise<CommandResult> {
  const { values: flags, positionals } = parseFlags(args);
  const [command = ''] = positionals;
  const foreign = Object.entries(OWN_FLAGS).flatMap(([owner, names]) => (owner === command ? [] : names));
  const unknown = Object.keys(flags).find((name) => foreign.includes(name));
  if (unknown !== undefined) return { exit: 1, stdout: '', stderr: `Error: unknown flag: --${unknown}\n` };
  const lines: string[] = [];
  const log = (entry: HelmLogEntry): void => {
    if (entry.level !== 'DEBUG') lines.push(`${renderLogEntry(entry)}\n`);
  };
  try {
    const rendered = await render({ flags, positionals, files, log });
    const stdout = command === 'template' ? templateOutput(rendered, outputOptions(flags)) : '';
    return { exit: 0, stdout, stderr: lines.join(''), rendered };
  } catch (error) {
    if (!(error instanceof LocatedError)) throw error;
    return { exit: 1, stdout: '', stderr: `${lines.join('')}Error: ${messageOf(error, command)}\n` };
  }
}

function messageOf(error: LocatedError, command: string): string {
  if (command === 'install') return `INSTALLATION FAILED: ${error.message}`;
  const advice = '\n\nUse --debug flag to render out invalid YAML';
  return error instanceof ChartRenderError ? error.message + advice : error.message;
}

function outputOptions(flags: Flags): Parameters<typeof templateOutput>[1] {
  return { showOnly: flags['show-only'], skipTests: flags['skip-tests'], disableHooks: flags['no-hooks'] };
}

interface Invocation {
  readonly flags: Flags;
  readonly positionals: readonly string[];
  readonly files: CommandFiles;
  readonly log: (entry: HelmLogEntry) => void;
}

async function render({ flags, positionals, files, log }: Invocation): Promise<RenderedChart> {
  const environment = await caseEnvironment();
  const [, first = '', second] = positionals;
  const nameTemplate = flags['name-template'];
  const name =
    nameTemplate === undefined
      ? second === undefined
        ? 'release-name'
        : first
      : releaseNameFrom(nameTemplate, environment);
  const capabilities = capabilitiesOf(flags);
  const values = mergeValueOptions({
    valueFiles: (flags.values ?? []).map((path) => ({ name: path, data: files.readFile(path) })),
    set: flags.set,
    setString: flags['set-string'],
    setJson: flags['set-json'],
    setFile: flags['set-file'],
    setLiteral: flags['set-literal'],
    readFile: files.readFile,
  });
  const chart = files.loadChart(second ?? first, log);
  checkInstallable(chart, log);
  return renderChart({
    chart,
    values,
    capabilities,
    environment,
    log,
    release: { name, namespace: flags.namespace ?? 'default', isUpgrade: flags['is-upgrade'] },
    includeCrds: flags['include-crds'],
    hideSecrets: flags['hide-secret'],
    skipSchemaValidation: flags['skip-schema-validation'],
  });
}

function capabilitiesOf(flags: Flags): Capabilities {
  const base = defaultCapabilities();
  const version = flags['kube-version'];
  const added = (flags['api-versions'] ?? []).flatMap((list) => list.split(','));
  return {
    ...base,
    kubeVersion: version === undefined ? base.kubeVersion : parseKubeVersion(version),
    apiVersions: [...base.apiVersions, ...added],
  };
}
