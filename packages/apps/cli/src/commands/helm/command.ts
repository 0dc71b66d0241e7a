import type { Command } from '../../cli/command.js';
import { chartSourceFlags, releaseFlags, templateFlags, valueFlags } from './helm-flags.js';

const helmTemplateCommand: Command = {
  name: 'template',
  operands: '[NAME] CHART',
  short: 'Render a chart without a cluster',
  long: 'Renders the templates of a chart, and prints the manifests in the order in which Helm would install them.',
  examples: [
    '  # Render a chart in a folder',
    '  flux helm template web ./charts/web --values prod.yaml --set replicas=3',
    '',
    '  # Show what one template makes',
    '  flux helm template web ./web-1.2.0.tgz --show-only templates/service.yaml',
  ].join('\n'),
  flags: [...templateFlags, ...releaseFlags, ...valueFlags, ...chartSourceFlags],
  explainsErrors: true,
  load: async () => (await import('./run-template.js')).runTemplate,
};

/** `flux helm`: work with charts, without a cluster. */
export const helmCommand: Command = {
  name: 'helm',
  short: 'Render and inspect Helm charts',
  long: 'The helm sub-commands work on Helm charts without a cluster, as Helm does.',
  commands: [helmTemplateCommand],
};
