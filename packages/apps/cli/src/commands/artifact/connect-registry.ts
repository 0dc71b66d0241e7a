import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDispatcherPool, createHttpSend } from '@gotk/http';
import { type CredentialLookup, createOciClient, dockerConfigCredentials, type OciClient } from '@gotk/oci';
import type { CommandContext } from '../../cli/command.js';

/**
 * Runs `use` with a client of the registry that the flags `--creds`, `--provider` and `--insecure-registry` describe. The
 * connections end with it.
 */
export async function withRegistry<T>(context: CommandContext, use: (client: OciClient) => Promise<T>): Promise<T> {
  const { flags, path } = context;
  const provider = flags.text('provider');
  if (provider !== 'generic') {
    throw new Error(
      `error during login with provider: the credentials of ${provider} are not implemented; use --creds`,
    );
  }
  const isInsecure = path.at(-1)?.flags?.some(({ name }) => name === 'insecure-registry') === true;
  const credentials = credentialsOf(context);
  const pool = createDispatcherPool();
  try {
    return await use(
      createOciClient({
        send: createHttpSend(pool),
        insecure: isInsecure && flags.flag('insecure-registry'),
        ...(credentials === undefined ? {} : { credentials }),
      }),
    );
  } finally {
    await pool.close();
  }
}

function credentialsOf({ flags, io, log }: CommandContext): CredentialLookup | undefined {
  const creds = flags.text('creds');
  if (creds === '') return dockerCredentials(io.env);
  log.action('logging in to registry with credentials');
  const colon = creds.indexOf(':');
  if (colon === -1) return () => ({ kind: 'bearer', token: creds });
  return () => ({ kind: 'basic', username: creds.slice(0, colon), password: creds.slice(colon + 1) });
}

function dockerCredentials(env: Readonly<Record<string, string | undefined>>): CredentialLookup | undefined {
  const folder = env['DOCKER_CONFIG'] || join(env['HOME'] ?? '', '.docker');
  const file = join(folder, 'config.json');
  return existsSync(file) ? dockerConfigCredentials(readFileSync(file, 'utf8')) : undefined;
}
