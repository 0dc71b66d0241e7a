import type { JsonObject } from '@gotk/json';
import type { FlagValues } from '../../../cli/flag.js';
import { durationField, optionalText, reference } from '../fields.js';
import type { Recipe } from '../recipe.js';
import { ignoreField, sourceLines } from '../source-lines.js';
import { verifySpec } from '../verify-spec.js';

/** How an OCIRepository is made out of flags. */
export const ociRecipe: Recipe = {
  kind: 'OCIRepository',
  label: 'OCIRepository',
  told: 'never',
  buildSpec: ({ flags }) => {
    if (flags.text('url') === '') throw new Error('url is required');
    const [tag, semver, digest] = ['tag', 'tag-semver', 'digest'].map((flag) => optionalText(flags, flag));
    if ((tag ?? semver ?? digest) === undefined) throw new Error('--tag, --tag-semver or --digest is required');
    return {
      provider: flags.text('provider'),
      url: flags.text('url'),
      insecure: flags.flag('insecure') || undefined,
      interval: durationField(flags, 'interval'),
      timeout: durationField(flags, 'fetch-timeout'),
      ref: { tag, semver, digest },
      ignore: ignoreField(flags.list('ignore-paths')),
      layerSelector: layerSelectorOf(flags),
      serviceAccountName: optionalText(flags, 'service-account'),
      secretRef: reference(flags, 'secret-ref'),
      proxySecretRef: reference(flags, 'proxy-secret-ref'),
      certSecretRef: reference(flags, 'cert-ref'),
      verify: verifySpec(flags),
    };
  },
  done: sourceLines('OCIRepository', 'no artifact was found'),
};

function layerSelectorOf(flags: FlagValues): JsonObject | undefined {
  const text = flags.text('layer-selector');
  if (text === '') return undefined;
  const colon = text.indexOf(':');
  const [mediaType, operation] = [text.slice(0, colon), text.slice(colon + 1)];
  const problem = `invalid --layer-selector ${JSON.stringify(text)}:`;
  if (colon < 1 || operation === '') throw new Error(`${problem} must be in the format '<media-type>:<operation>'`);
  if (operation !== 'extract' && operation !== 'copy') {
    throw new Error(`${problem} operation must be "extract" or "copy"`);
  }
  return { mediaType, operation };
}
