import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, type JsonValue } from '@gotk/json';
import { parseYaml } from '@gotk/yaml';

/** Commands that build on one another. */
export interface KubectlSession {
  readonly session: string;
  readonly commands: readonly KubectlCommand[];
}

/** One command, given to `sh` after `kubectl `; in its text `NS` is a namespace of the session's own. */
export interface KubectlCommand {
  readonly run: string;
  readonly stdin: string;
}

/** Reads the sessions of a folder of YAML files, each a list of `session` and `commands`; every session begins with its namespace. */
export function readSessions(folder: string): readonly KubectlSession[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .flatMap((name) => parseYaml(readFileSync(join(folder, name), 'utf8')) as readonly JsonValue[])
    .map(parseSession);
}

function parseSession(value: JsonValue): KubectlSession {
  if (!isJsonObject(value)) throw new Error('a session is an object');
  const session = String(value['session']);
  const commands = value['commands'] as readonly JsonValue[]; // The project's own files.
  const fill = (text: string): string => text.replaceAll(/\bNS\b/g, `kc-${session}`);
  const parse = (command: JsonValue): KubectlCommand => {
    const { run, stdin } = isJsonObject(command) ? command : { run: command, stdin: undefined };
    const input = stdin === undefined ? '' : typeof stdin === 'string' ? stdin : JSON.stringify(stdin);
    return { run: fill(String(run)), stdin: fill(input) };
  };
  return { session, commands: ['create ns NS', ...commands].map(parse) };
}
