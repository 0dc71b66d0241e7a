import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { dockerConfigCredentials, type OciRepositoryName, type RegistryCredential } from '@gotk/oci';
import type { CliIo } from '../../../cli/cli-io.js';
import type { ServerAccess } from './chart-access.js';

const DOCKER_HUB_KEY = 'https://index.docker.io/v1/';
const MAX_HELPER_BYTES = 1024 * 1024;

export interface CredentialSources {
  readonly access: ServerAccess;
  /** Helm's own file of credentials. */
  readonly registryConfig: string;
  readonly env: CliIo['env'];
}

/**
 * The credential for a repository in a registry: of the flags, of Helm's registry config, or of Docker's, whose credential
 * helpers are asked.
 */
export async function findCredential(
  name: OciRepositoryName,
  { access, registryConfig, env }: CredentialSources,
): Promise<RegistryCredential> {
  const { username, password } = access;
  if (username !== '' && password !== '') return { kind: 'basic', username, password };
  const dockerConfig = join(env['DOCKER_CONFIG'] || join(env['HOME'] ?? homedir(), '.docker'), 'config.json');
  for (const file of [registryConfig, dockerConfig]) {
    const found = existsSync(file) ? await credentialIn(file, name) : undefined;
    if (found !== undefined && found.kind !== 'anonymous') return found;
  }
  return { kind: 'anonymous' };
}

async function credentialIn(file: string, name: OciRepositoryName): Promise<RegistryCredential | undefined> {
  const text = readFileSync(file, 'utf8');
  const config = JSON.parse(text) as JsonValue;
  if (!isJsonObject(config)) return undefined;
  const helper = helperFor(config, name.registry);
  if (helper !== undefined) return askHelper(helper, serverKey(name.registry));
  return dockerConfigCredentials(text)(name);
}

function helperFor(config: JsonObject, registry: string): string | undefined {
  const { credHelpers, credsStore } = config;
  const own = isJsonObject(credHelpers) ? (credHelpers[registry] ?? credHelpers[serverKey(registry)]) : undefined;
  if (typeof own === 'string' && own !== '') return own;
  return typeof credsStore === 'string' && credsStore !== '' ? credsStore : undefined;
}

function serverKey(registry: string): string {
  return ['index.docker.io', 'docker.io', 'registry-1.docker.io'].includes(registry) ? DOCKER_HUB_KEY : registry;
}

/** Docker's protocol: the server on standard input, JSON on standard output. No credential is no error. */
function askHelper(helper: string, server: string): Promise<RegistryCredential | undefined> {
  if (!/^[\w.-]+$/.test(helper)) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const child = spawn(`docker-credential-${helper}`, ['get'], { stdio: ['pipe', 'pipe', 'ignore'] });
    let output = '';
    child.on('error', () => resolve(undefined));
    child.stdin.on('error', () => undefined);
    child.stdout.on('data', (chunk: Buffer) => {
      if (output.length < MAX_HELPER_BYTES) output += chunk.toString('utf8');
    });
    child.on('close', (code) => resolve(code === 0 ? parseAnswer(output) : undefined));
    child.stdin.end(server);
  });
}

function parseAnswer(output: string): RegistryCredential | undefined {
  try {
    const answer = JSON.parse(output) as JsonValue;
    if (!isJsonObject(answer)) return undefined;
    const [username, secret] = [answer['Username'], answer['Secret']];
    if (typeof username !== 'string' || typeof secret !== 'string') return undefined;
    if (username === '<token>') return { kind: 'identity-token', token: secret };
    return { kind: 'basic', username, password: secret };
  } catch {
    // What a helper prints may be anything; without a credential the registry will tell.
    return undefined;
  }
}
