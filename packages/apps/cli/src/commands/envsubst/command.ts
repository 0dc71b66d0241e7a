import type { Command } from '../../cli/command.js';
import { withPreviewNote } from '../preview-note.js';

/** `flux envsubst`. */
export const envsubstCommand: Command = {
  name: 'envsubst',
  short: 'envsubst substitutes the values of environment variables',
  long: withPreviewNote(
    'Replaces variables in the text on standard input, in the way Kustomizations do after the build.',
  ),
  examples: '  # Replace variables in the output of a build\n  kustomize build . | flux envsubst',
  accepts: 'none',
  flags: [{ name: 'strict', type: 'bool', usage: 'fail when a variable has neither a value nor a default' }],
  load: async () => (await import('./run-envsubst.js')).runEnvsubst,
};
