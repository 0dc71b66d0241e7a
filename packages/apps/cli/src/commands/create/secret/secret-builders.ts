import { createHash, randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import { parseGoUrl } from '@gotk/go-url';
import type { CommandContext } from '../../../cli/command.js';
import { readNamedFile } from '../read-file.js';
import { sshSecretData } from '../ssh/ssh-secret-data.js';
import { helmSecretData, type SecretData } from './helm-secret-data.js';
import { tlsSecretData } from './tls-secret-data.js';

/** Content and annotations of a Secret. */
export type BuiltSecret = SecretData & { readonly annotations?: Readonly<Record<string, string>> };

/** How each kind of Secret is made out of flags. */
export const secretBuilders: Readonly<Record<string, (context: CommandContext) => Promise<BuiltSecret>>> = {
  git: buildGit,
  githubapp: buildGithubApp,
  helm: buildHelm,
  notation: buildNotation,
  oci: async (context) => buildOci(context),
  proxy: async (context) => buildProxy(context),
  receiver: async (context) => buildReceiver(context),
  tls: buildTls,
};

async function buildGit(context: CommandContext): Promise<BuiltSecret> {
  const { flags } = context;
  if (flags.text('url') === '') throw new Error('url is required');
  const scheme = gitScheme(flags.text('url'));
  if (scheme === 'ssh') return { stringData: await sshSecretData(context, parseGoUrl(flags.text('url')).host) };
  const [username, password, bearerToken] = ['username', 'password', 'bearer-token'].map((flag) => flags.text(flag));
  const hasBasic = Boolean(username && password);
  if (!hasBasic && !bearerToken) {
    throw new Error('for Git over HTTP/S the username and password, or a bearer token is required');
  }
  if (hasBasic && bearerToken) throw new Error('user credentials and bearer token cannot be used together');
  const ca = await fileOf(context, 'ca-crt-file', 'unable to read TLS CA file');
  return {
    stringData: {
      ...(hasBasic ? { username: username ?? '', password: password ?? '' } : {}),
      ...(bearerToken ? { bearerToken } : {}),
      ...(ca === '' ? {} : { 'ca.crt': ca }),
    },
  };
}

function gitScheme(url: string): string {
  try {
    const { scheme } = parseGoUrl(url);
    if (scheme === 'ssh' || scheme === 'http' || scheme === 'https') return scheme;
    throw new Error(`git URL scheme '${scheme}' not supported, can be: ssh, http and https`);
  } catch (error) {
    if (!(error instanceof Error) || error.message.startsWith('git URL scheme')) throw error;
    throw new Error(`git URL parse failed: ${error.message}`, { cause: error });
  }
}

async function buildGithubApp(context: CommandContext): Promise<BuiltSecret> {
  const { flags, io } = context;
  const problem = 'unable to read private key file';
  const key = await readNamedFile(flags.text('app-private-key'), { cwd: io.cwd, problem });
  const [id, owner, installation, baseUrl] = [
    'app-id',
    'app-installation-owner',
    'app-installation-id',
    'app-base-url',
  ].map((flag) => flags.text(flag));
  if (!id) throw new Error('GitHub App ID is required');
  if (!owner && !installation) throw new Error('either installation owner or installation ID must be provided');
  return {
    type: 'Opaque',
    stringData: {
      githubAppID: id,
      ...(owner ? { githubAppInstallationOwner: owner } : {}),
      ...(installation ? { githubAppInstallationID: installation } : {}),
      githubAppPrivateKey: key,
      ...(baseUrl ? { githubAppBaseURL: baseUrl } : {}),
    },
  };
}

async function buildHelm(context: CommandContext): Promise<BuiltSecret> {
  const { flags } = context;
  return helmSecretData({
    username: flags.text('username'),
    password: flags.text('password'),
    ...(await tlsFiles(context)),
  });
}

async function buildTls(context: CommandContext): Promise<BuiltSecret> {
  return tlsSecretData(await tlsFiles(context));
}

async function tlsFiles(context: CommandContext): Promise<{ authority: string; certificate: string; key: string }> {
  return {
    authority: await fileOf(context, 'ca-crt-file', 'unable to read TLS CA file'),
    certificate: await fileOf(context, 'tls-crt-file', 'failed to read cert file'),
    key: await fileOf(context, 'tls-key-file', 'failed to read key file'),
  };
}

/** Text of the file that a flag names; empty when it names none. */
async function fileOf({ flags, io }: CommandContext, flag: string, problem: string): Promise<string> {
  const file = flags.text(flag);
  return file === '' ? '' : readNamedFile(file, { cwd: io.cwd, problem });
}

async function buildNotation(context: CommandContext): Promise<BuiltSecret> {
  const { flags, io } = context;
  const files = flags.list('ca-cert-file');
  if (files.length === 0) throw new Error('--ca-cert-file is required');
  if (flags.text('trust-policy-file') === '') throw new Error('--trust-policy-file is required');
  const policy = await fileOf(context, 'trust-policy-file', 'unable to read trust policy file');
  const stringData: Record<string, string> = {};
  for (const file of files) {
    const name = basename(file);
    if (!/\.(crt|pem)$/.test(name)) throw new Error(`${name} must end with either .crt or .pem`);
    stringData[name] = await readNamedFile(file, { cwd: io.cwd, problem: 'unable to read TLS CA file' });
  }
  return { stringData: { ...stringData, 'trustpolicy.json': policy } };
}

function buildOci({ flags }: CommandContext): BuiltSecret {
  const [url, username, password] = ['url', 'username', 'password'].map((flag) => requireFlag(flags.text(flag), flag));
  const auth = Buffer.from(`${username}:${password}`).toString('base64');
  const config = { auths: { [url ?? '']: { username, password, auth } } };
  return {
    type: 'kubernetes.io/dockerconfigjson',
    stringData: { '.dockerconfigjson': JSON.stringify(config, null, 2) },
  };
}

function requireFlag(text: string, flag: string): string {
  if (text === '') throw new Error(`--${flag} is required`);
  return text;
}

function buildProxy({ flags }: CommandContext): BuiltSecret {
  const [address, username, password] = ['address', 'username', 'password'].map((flag) => flags.text(flag));
  if (!address) throw new Error('address is required');
  return {
    type: 'Opaque',
    stringData: { address, ...(username ? { username } : {}), ...(password ? { password } : {}) },
  };
}

function buildReceiver({ args, flags, namespace }: CommandContext): BuiltSecret {
  const type = requireFlag(flags.text('type'), 'type');
  const hostname = requireFlag(flags.text('hostname'), 'hostname');
  const email = flags.text('email-claim');
  if (type === 'gcr' && email === '') throw new Error('--email-claim is required for gcr receiver type');
  const token = flags.text('token') || randomBytes(32).toString('hex');
  const path = createHash('sha256')
    .update(`${token}${args[0] ?? ''}${namespace}`)
    .digest('hex');
  const url = `https://${hostname}/hook/${path}`;
  const claims = type === 'gcr' ? { email, audience: flags.text('audience-claim') || url } : {};
  return {
    annotations: { 'notification.toolkit.fluxcd.io/webhook': url },
    stringData: { token, ...claims },
  };
}
