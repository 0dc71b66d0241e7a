import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import type { OciRepositoryName } from '../reference/oci-reference.js';

/** How to authenticate to a registry. */
export type RegistryCredential =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** Exchanged for an access token at the registry's token service. */
  | { readonly kind: 'identity-token'; readonly token: string }
  | { readonly kind: 'bearer'; readonly token: string };

/** Gives the credential for a repository. */
export type CredentialLookup = (name: OciRepositoryName) => RegistryCredential;

/** No credentials. */
export const anonymous: CredentialLookup = () => ({ kind: 'anonymous' });

/**
 * Reads a Docker config (`.dockerconfigjson` of a Secret, `~/.docker/config.json`) as a lookup. Among the entries that match a
 * repository the one with the longest path wins; hosts may hold `*` for one label, as Kubernetes reads image pull secrets.
 *
 * @throws LocatedError `docker-config` when it is no such document; the message never shows its content.
 */
export function dockerConfigCredentials(text: string): CredentialLookup {
  const entries = parseEntries(text);
  return ({ registry, repository }) => {
    const matching = entries.filter(({ host, path }) => hostMatches(host, registry) && pathMatches(path, repository));
    matching.sort((a, b) => b.path.length - a.path.length);
    return matching[0]?.credential ?? { kind: 'anonymous' };
  };
}

interface Entry {
  readonly host: string;
  readonly path: string;
  readonly credential: RegistryCredential;
}

function parseEntries(text: string): readonly Entry[] {
  const config = parseJson(text);
  if (!isJsonObject(config)) throw invalidConfig();
  const auths = config['auths'] ?? {};
  if (!isJsonObject(auths)) throw invalidConfig();
  return Object.entries(auths).flatMap(([key, auth]) =>
    isJsonObject(auth) ? [{ ...parseKey(key), credential: parseAuth(auth) }] : [],
  );
}

function parseJson(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw invalidConfig();
  }
}

function invalidConfig(): LocatedError {
  return new LocatedError({
    code: 'docker-config',
    message: 'invalid Docker config: expected a JSON object with "auths"',
    hint: 'Make the Secret with "kubectl create secret docker-registry" or "flux create secret oci".',
  });
}

/** `https://index.docker.io/v1/` and `ghcr.io/org` alike. */
function parseKey(key: string): { readonly host: string; readonly path: string } {
  const bare = key.replace(/^https?:\/\//, '').replace(/\/$/, '');
  const slash = bare.indexOf('/');
  const host = slash === -1 ? bare : bare.slice(0, slash);
  const path = slash === -1 ? '' : bare.slice(slash + 1);
  return { host: host === 'docker.io' ? 'index.docker.io' : host, path: path === 'v1' || path === 'v2' ? '' : path };
}

function parseAuth(auth: JsonObject): RegistryCredential {
  const textOf = (key: string): string => (typeof auth[key] === 'string' ? (auth[key] as string) : '');
  if (textOf('registrytoken') !== '') return { kind: 'bearer', token: textOf('registrytoken') };
  if (textOf('identitytoken') !== '') return { kind: 'identity-token', token: textOf('identitytoken') };
  if (textOf('username') !== '') return { kind: 'basic', username: textOf('username'), password: textOf('password') };
  const decoded = Buffer.from(textOf('auth'), 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  if (colon === -1) return { kind: 'anonymous' };
  return { kind: 'basic', username: decoded.slice(0, colon), password: decoded.slice(colon + 1).replace(/\0+$/, '') };
}

function hostMatches(pattern: string, host: string): boolean {
  if (pattern === host) return true;
  if (!pattern.includes('*')) return false;
  const patternLabels = pattern.split('.');
  const labels = host.split('.');
  return (
    patternLabels.length === labels.length &&
    patternLabels.every((label, index) => labelMatches(label, labels[index] ?? ''))
  );
}

function labelMatches(pattern: string, label: string): boolean {
  const star = pattern.indexOf('*');
  if (star === -1) return pattern === label;
  return (
    label.length >= pattern.length - 1 &&
    label.startsWith(pattern.slice(0, star)) &&
    label.endsWith(pattern.slice(star + 1))
  );
}

function pathMatches(prefix: string, repository: string): boolean {
  return prefix === '' || repository === prefix || repository.startsWith(`${prefix}/`);
}
