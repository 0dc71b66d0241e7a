import { parseGoUrl } from '@gotk/go-url';
import type { JsonObject } from '@gotk/json';
import type { CommandContext } from '../../../cli/command.js';
import type { FlagValues } from '../../../cli/flag.js';
import { confirm } from '../../confirm.js';
import { upsertSecret } from '../../upsert-secret.js';
import { durationField, optionalText, reference } from '../fields.js';
import { readNamedFile } from '../read-file.js';
import type { Recipe } from '../recipe.js';
import { ignoreField, sourceLines } from '../source-lines.js';
import { sshSecretData } from '../ssh/ssh-secret-data.js';

/** How a GitRepository is made out of flags. */
export const gitRecipe: Recipe = {
  kind: 'GitRepository',
  label: 'GitRepository source',
  told: 'after',
  buildSpec: ({ flags }) => {
    const scheme = requireScheme(flags.text('url'));
    const ref = referenceOf(flags);
    if (flags.text('ca-file') !== '' && scheme === 'ssh') {
      throw new Error('specifying a CA file is not supported for Git over SSH');
    }
    return {
      url: flags.text('url'),
      interval: durationField(flags, 'interval'),
      timeout: durationField(flags, 'fetch-timeout'),
      ref,
      secretRef: reference(flags, 'secret-ref'),
      proxySecretRef: reference(flags, 'proxy-secret-ref'),
      provider: optionalText(flags, 'provider'),
      ignore: ignoreField(flags.list('ignore-paths')),
      sparseCheckout:
        flags.list('sparse-checkout-paths').length === 0 ? undefined : flags.list('sparse-checkout-paths'),
      recurseSubmodules: flags.flag('recurse-submodules') || undefined,
    };
  },
  prepare: addCredentials,
  done: sourceLines('GitRepository source'),
};

function requireScheme(url: string): string {
  if (url === '') throw new Error('url is required');
  const scheme = schemeOf(url);
  if (scheme === 'ssh' || scheme === 'http' || scheme === 'https') return scheme;
  throw new Error(`git URL scheme '${scheme}' not supported, can be: ssh, http and https`);
}

function schemeOf(url: string): string {
  try {
    return parseGoUrl(url).scheme;
  } catch (error) {
    throw new Error(`git URL parse failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function referenceOf(flags: FlagValues): JsonObject {
  const [branch, tag, semver, name, commit] = ['branch', 'tag', 'tag-semver', 'ref-name', 'commit'].map((flag) =>
    optionalText(flags, flag),
  );
  if (commit !== undefined) return { commit, branch };
  if (name !== undefined) return { name };
  if (semver !== undefined) return { semver };
  if (tag !== undefined) return { tag };
  if (branch !== undefined) return { branch };
  throw new Error(
    'a Git ref is required, use one of the following: --branch, --tag, --commit, --ref-name or --tag-semver',
  );
}

async function addCredentials(spec: JsonObject, context: CommandContext): Promise<JsonObject> {
  const { args, flags, log, namespace } = context;
  if (flags.text('secret-ref') !== '') return spec;
  const scheme = schemeOf(flags.text('url'));
  if (scheme === 'http') log.warning('insecure configuration: credentials configured for an HTTP URL');
  const stringData = scheme === 'ssh' ? await sshCredentials(context) : await credentialsOf(context, scheme);
  if (Object.keys(stringData).length === 0) return spec;
  log.action('applying secret with repository credentials');
  const name = args[0] ?? '';
  await upsertSecret({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, stringData }, context);
  log.success('authentication configured');
  return { ...spec, secretRef: { name } };
}

/** A key for the repository, which a person has to let in there. */
async function sshCredentials(context: CommandContext): Promise<Record<string, string>> {
  const { flags, log } = context;
  const data = await sshSecretData(context, parseGoUrl(flags.text('url')).host);
  log.success(`collected public key from SSH server:\n${data.known_hosts}`);
  log.generate(`deploy key: ${data['identity.pub']}`);
  if (!flags.flag('silent')) await confirm('Have you added the deploy key to your repository', context.io);
  return { ...data };
}

async function credentialsOf({ flags, io }: CommandContext, scheme: string): Promise<Record<string, string>> {
  const username = flags.text('username');
  const password = flags.text('password');
  const caFile = scheme === 'https' ? flags.text('ca-file') : '';
  const problem = 'unable to read TLS CA file';
  return {
    ...(username === '' || password === '' ? {} : { username, password }),
    ...(caFile === '' ? {} : { 'ca.crt': await readNamedFile(caFile, { cwd: io.cwd, problem }) }),
  };
}
