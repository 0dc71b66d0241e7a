import { readFileSync } from 'node:fs';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { parseYaml } from '@gotk/yaml';
import type { ServerAccess } from './chart-access.js';

/** A repository that the user has given a name. */
export interface RepositoryEntry extends ServerAccess {
  readonly name: string;
  readonly url: string;
  readonly passCredentials: boolean;
}

/** The repositories of Helm's repositories.yaml; `undefined` when there is no such file. @throws Error when it is no YAML */
export function readRepositories(file: string): readonly RepositoryEntry[] | undefined {
  const text = readOptional(file);
  if (text === undefined) return undefined;
  const value = parseYaml(text);
  const list = isJsonObject(value) ? value['repositories'] : undefined;
  return (Array.isArray(list) ? (list as readonly JsonValue[]) : []).filter(isJsonObject).map(entryOf);
}

function readOptional(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`couldn't load repositories file (${file}): ${(error as Error).message}`, { cause: error });
  }
}

function entryOf(fields: JsonObject): RepositoryEntry {
  const text = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '');
  return {
    name: text('name'),
    url: text('url'),
    username: text('username'),
    password: text('password'),
    certFile: text('certFile'),
    keyFile: text('keyFile'),
    caFile: text('caFile'),
    insecureSkipTlsVerify: fields['insecure_skip_tls_verify'] === true,
    passCredentials: fields['pass_credentials_all'] === true,
  };
}

/** Credentials for nobody. */
export const anonymousRepository = (url: string, name = ''): RepositoryEntry => ({
  name,
  url,
  username: '',
  password: '',
  certFile: '',
  keyFile: '',
  caFile: '',
  insecureSkipTlsVerify: false,
  passCredentials: false,
});
