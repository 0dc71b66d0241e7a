import { type GoUrl, parseGoUrl } from '@gotk/go-url';
import type { JsonObject } from '@gotk/json';
import type { CommandContext } from '../../../cli/command.js';
import type { FlagValues } from '../../../cli/flag.js';
import { textAt } from '../../../kinds/cli-kind.js';
import { upsertSecret } from '../../upsert-secret.js';
import { durationField, optionalText, reference } from '../fields.js';
import { readNamedFile } from '../read-file.js';
import type { Recipe } from '../recipe.js';
import { helmSecretData } from '../secret/helm-secret-data.js';
import { sourceLines } from '../source-lines.js';

const LABEL = 'HelmRepository source';

/** How a HelmRepository is made out of flags. */
export const helmRepositoryRecipe: Recipe = {
  kind: 'HelmRepository',
  label: LABEL,
  createdLabel: 'source',
  told: 'after',
  buildSpec: ({ flags }) => {
    const isOci = requireUrl(flags).scheme === 'oci';
    const secretRef = reference(flags, 'secret-ref');
    return {
      url: flags.text('url'),
      interval: durationField(flags, 'interval'),
      timeout: durationField(flags, 'fetch-timeout'),
      type: isOci ? 'oci' : undefined,
      provider: isOci ? optionalText(flags, 'oci-provider') : undefined,
      secretRef,
      passCredentials: (secretRef !== undefined && flags.flag('pass-credentials')) || undefined,
    };
  },
  prepare: addCredentials,
  done: (object) => {
    // Repositories in registries have no artifact.
    if (textAt(object, 'spec', 'type') === 'oci') return [`${LABEL} reconciliation completed`];
    return sourceLines(LABEL)(object);
  },
};

function requireUrl(flags: FlagValues): GoUrl {
  if (flags.text('url') === '') throw new Error('url is required');
  const url = parseUrl(flags.text('url'));
  if (!['http', 'https', 'oci'].includes(url.scheme)) {
    throw new Error(`url scheme '${url.scheme}' not supported, can be: http, https and oci`);
  }
  if (url.host === '') throw new Error('url host is required');
  return url;
}

function parseUrl(text: string): GoUrl {
  try {
    return parseGoUrl(text);
  } catch (error) {
    throw new Error(`url parse failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

async function addCredentials(spec: JsonObject, context: CommandContext): Promise<JsonObject> {
  const { args, flags, log, namespace } = context;
  if (flags.text('secret-ref') !== '') return spec;
  const secret = helmSecretData(await readCredentials(context));
  if (Object.keys(secret.stringData).length === 0) return spec;
  const name = `helm-${args[0] ?? ''}`;
  log.action('applying secret with repository credentials');
  await upsertSecret({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, ...secret }, context);
  log.success('authentication configured');
  return { ...spec, secretRef: { name }, passCredentials: flags.flag('pass-credentials') || undefined };
}

async function readCredentials({ flags, io }: CommandContext): Promise<Parameters<typeof helmSecretData>[0]> {
  const read = async (flag: string, problem: string): Promise<string> =>
    flags.text(flag) === '' ? '' : readNamedFile(flags.text(flag), { cwd: io.cwd, problem });
  const hasPair = flags.text('cert-file') !== '' && flags.text('key-file') !== '';
  return {
    username: flags.text('username'),
    password: flags.text('password'),
    authority: await read('ca-file', 'unable to read TLS CA file'),
    certificate: hasPair ? await read('cert-file', 'failed to read cert file') : '',
    key: hasPair ? await read('key-file', 'failed to read key file') : '',
  };
}
