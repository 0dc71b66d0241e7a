import type { JsonObject } from '@gotk/json';
import type { CommandContext } from '../../../cli/command.js';
import { upsertSecret } from '../../upsert-secret.js';
import { durationField, optionalText, reference } from '../fields.js';
import { parseLabels } from '../parse-labels.js';
import type { Recipe } from '../recipe.js';
import { ignoreField, sourceLines } from '../source-lines.js';

/** How a Bucket is made out of flags. */
export const bucketRecipe: Recipe = {
  kind: 'Bucket',
  label: 'Bucket source',
  told: 'after',
  buildSpec: ({ flags }) => {
    if (flags.text('bucket-name') === '') throw new Error('bucket-name is required');
    if (flags.text('endpoint') === '') throw new Error('endpoint is required');
    return {
      bucketName: flags.text('bucket-name'),
      provider: flags.text('provider'),
      insecure: flags.flag('insecure') || undefined,
      endpoint: flags.text('endpoint'),
      region: optionalText(flags, 'region'),
      interval: durationField(flags, 'interval'),
      timeout: durationField(flags, 'fetch-timeout'),
      ignore: ignoreField(flags.list('ignore-paths')),
      secretRef: reference(flags, 'secret-ref'),
      proxySecretRef: reference(flags, 'proxy-secret-ref'),
    };
  },
  prepare: addCredentials,
  done: sourceLines('Bucket source', 'Bucket source reconciliation but no artifact was found'),
};

async function addCredentials(spec: JsonObject, context: CommandContext): Promise<JsonObject> {
  const { args, flags, log, namespace } = context;
  const [accesskey, secretkey] = [flags.text('access-key'), flags.text('secret-key')];
  if (flags.text('secret-ref') !== '' || accesskey === '' || secretkey === '') return spec;
  const name = `bucket-${args[0] ?? ''}`;
  const metadata = { name, namespace, labels: parseLabels(flags.list('label')) };
  log.action('applying secret with the bucket credentials');
  await upsertSecret({ apiVersion: 'v1', kind: 'Secret', metadata, stringData: { accesskey, secretkey } }, context);
  log.success('authentication configured');
  return { ...spec, secretRef: { name } };
}
