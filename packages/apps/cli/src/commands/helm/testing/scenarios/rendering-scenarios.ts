import type { HelmVersion } from '@gotk/helm';
import type { Scenario } from '../scenario.js';
import { WEB } from './charts.js';

const PLUGIN =
  'apiVersion: v1\ntype: postrenderer/v1\nname: louder\nversion: 1.0.0\nruntime: subprocess\nruntimeConfig:\n  platformCommand:\n  - command: "$HELM_PLUGIN_DIR/run.sh"\n    args: ["svc"]\n';
const SCRIPT = '#!/bin/sh\nsed "s/name: $1/name: LOUD$2/"\n';

const ofVersion = (version: HelmVersion): { readonly versions: readonly HelmVersion[] } => ({ versions: [version] });

/** Post-renderers, and schemas that refer to others. */
export const renderingScenarios: readonly Scenario[] = [
  {
    name: 'template with a plugin that post-renders',
    files: {
      ...WEB,
      '~/data/plugins/louder/plugin.yaml': PLUGIN,
      '~/data/plugins/louder/run.sh': { script: SCRIPT },
      '~/data/plugins/failing/plugin.yaml': PLUGIN.replace('louder', 'failing'),
      '~/data/plugins/failing/run.sh': { script: '#!/bin/sh\necho no >&2\nexit 3\n' },
      '~/data/plugins/silent/plugin.yaml': PLUGIN.replace('louder', 'silent'),
      '~/data/plugins/silent/run.sh': { script: '#!/bin/sh\ncat > /dev/null\n' },
    },
    run: [
      'template demo web --post-renderer louder',
      'template demo web --post-renderer louder --post-renderer-args ER',
      'template demo web --post-renderer failing',
      'template demo web --post-renderer silent',
      'template demo web --post-renderer nobody',
    ],
    ...ofVersion('4.2'),
  },
  {
    name: 'template with a program that post-renders',
    files: {
      ...WEB,
      'louder.sh': { script: SCRIPT },
      'failing.sh': { script: '#!/bin/sh\necho no >&2\nexit 3\n' },
      'silent.sh': { script: '#!/bin/sh\ncat > /dev/null\n' },
    },
    run: [
      'template demo web --post-renderer ./louder.sh --post-renderer-args svc --post-renderer-args ER',
      'template demo web --post-renderer ./failing.sh',
      'template demo web --post-renderer ./silent.sh',
      'template demo web --post-renderer nobody-has-this',
    ],
    ...ofVersion('3.22'),
  },
  ...['schema.json', 'nope.json', 'bad-schema.json'].map((file) => ({
    name: `template with a schema elsewhere: ${file}`,
    files: { ...WEB, 'web/values.schema.json': `{"$ref": "$HTTP/${file}"}` },
    run: ['template demo web', 'template demo web --set a=x', 'lint web --set a=x'],
  })),
];
