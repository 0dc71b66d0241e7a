import type { Command } from '../../cli/command.js';
import type { Flag } from '../../cli/flag.js';
import {
  chartSourceFlags,
  dependencyFlags,
  helmFlags,
  installFlags,
  lintFlags,
  packageFlags,
  pullFlags,
  releaseFlags,
  templateFlags,
  valueFlags,
} from './helm-flags.js';
import type { ShowPart } from './show/render-shown-chart.js';

const templateCommand: Command = {
  name: 'template',
  operands: '[NAME] [CHART]',
  short: 'Render a chart without a cluster',
  long: 'Renders the templates of a chart, and prints the manifests in the order in which Helm would install them.',
  examples: [
    '  # Render a chart in a folder',
    '  flux helm template web ./charts/web --values prod.yaml --set replicas=3',
    '',
    '  # Show what one template makes',
    '  flux helm template web ./web-1.2.0.tgz --show-only templates/service.yaml',
    '',
    '  # Render a chart out of a registry',
    '  flux helm template web oci://ghcr.io/org/charts/web --version 1.x',
  ].join('\n'),
  flags: [...templateFlags, ...releaseFlags, ...valueFlags, ...chartSourceFlags, ...installFlags],
  load: async () => (await import('./template/run-template.js')).runTemplate,
};

const lintCommand: Command = {
  name: 'lint',
  operands: 'PATH',
  short: 'Look for mistakes in charts',
  long: 'Checks that charts are well formed. What would keep one from being installed is an error, what breaks with convention a warning.',
  examples: ['  # Fail at warnings too', '  flux helm lint ./charts/web --strict'].join('\n'),
  flags: [...lintFlags, ...valueFlags],
  load: async () => (await import('./lint/run-lint.js')).runLint,
};

const jsonPathFlag: Flag = { name: 'jsonpath', type: 'string', usage: 'JSONPath template of what to print' };

function showPart(part: ShowPart, short: string, more: readonly Flag[] = []): Command {
  return {
    name: part,
    operands: '[CHART]',
    short,
    flags: [...chartSourceFlags, ...more],
    load: async () => (await import('./show/run-show.js')).showHandler(part),
  };
}

const showCommand: Command = {
  name: 'show',
  accepts: 'none',
  aliases: ['inspect'],
  short: 'Show information of a chart',
  commands: [
    showPart('all', 'Show all information of a chart'),
    showPart('chart', 'Show the Chart.yaml of a chart'),
    showPart('crds', 'Show the custom resource definitions of a chart'),
    showPart('readme', 'Show the README of a chart'),
    showPart('values', 'Show the values of a chart', [jsonPathFlag]),
  ],
};

const packageCommand: Command = {
  name: 'package',
  operands: '[CHART_PATH] [...]',
  short: 'Pack charts into archives',
  flags: [...packageFlags, ...valueFlags],
  load: async () => (await import('./package/run-package.js')).runPackage,
};

const pullCommand: Command = {
  name: 'pull',
  aliases: ['fetch'],
  operands: '[chart URL | repo/chartname] [...]',
  short: 'Download charts',
  long: 'Downloads charts from repositories or registries, and unpacks them if asked to.',
  flags: [...pullFlags, ...chartSourceFlags],
  load: async () => (await import('./pull/run-pull.js')).runPull,
};

const dependencyCommand: Command = {
  name: 'dependency',
  accepts: 'none',
  aliases: ['dep', 'dependencies'],
  short: 'Work on the dependencies of a chart',
  commands: [
    {
      name: 'list',
      aliases: ['ls'],
      operands: 'CHART',
      short: 'List the dependencies of a chart',
      flags: [{ name: 'max-col-width', type: 'int', usage: 'width of the widest column', default: '80' }],
      load: async () => (await import('./dependency/run-dependency-list.js')).runDependencyList,
    },
    {
      name: 'update',
      aliases: ['up'],
      operands: 'CHART',
      short: 'Make charts/ and Chart.lock what Chart.yaml asks for',
      flags: dependencyFlags,
      load: async () => (await import('./dependency/run-dependency.js')).runDependencyUpdate,
    },
    {
      name: 'build',
      operands: 'CHART',
      short: 'Make charts/ what Chart.lock says',
      flags: dependencyFlags,
      load: async () => (await import('./dependency/run-dependency.js')).runDependencyBuild,
    },
  ],
};

/** `flux helm`: work with charts, without a cluster. */
export const helmCommand: Command = {
  name: 'helm',
  short: 'Render, check and fetch Helm charts',
  long: 'The helm sub-commands work on Helm charts without a cluster, as Helm does.',
  persistentFlags: helmFlags,
  failurePrefix: 'Error: ',
  accepts: 'none',
  commands: [dependencyCommand, lintCommand, packageCommand, pullCommand, showCommand, templateCommand],
};
