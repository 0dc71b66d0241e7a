import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import type { CliIo } from '../../../cli/cli-io.js';

/** A program and its arguments. */
export interface PlatformCommand {
  readonly command: string;
  readonly args: readonly string[];
}

export interface PlatformCommandOptions {
  readonly env: CliIo['env'];
  /** Whether variables in arguments are filled in, as they are in the name of the program. */
  readonly expandsArgs: boolean;
}

/** The command that a plugin has for this system and processor. @throws Error in Helm's words when it has none */
export function platformCommand(
  commands: readonly JsonObject[],
  { env, expandsArgs }: PlatformCommandOptions,
): PlatformCommand {
  const chosen = chooseCommand(commands);
  const [command = '', ...parts] = String(chosen?.['command'] ?? '').split(' ');
  if (command === '') throw new Error('no plugin command is applicable');
  const args = Array.isArray(chosen?.['args']) ? (chosen['args'] as readonly JsonValue[]).map(String) : [];
  const all = [...parts, ...args];
  return { command: expand(command, env), args: expandsArgs ? all.map((arg) => expand(arg, env)) : all };
}

/** The commands of a list of them. */
export function commandsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isJsonObject) : [];
}

function expand(text: string, env: CliIo['env']): string {
  return text.replace(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (_, braced: string | undefined, bare: string | undefined) => env[braced ?? bare ?? ''] ?? '',
  );
}

const SYSTEMS: Readonly<Record<string, string>> = { win32: 'windows' };
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

/** The command for this system and processor, else for this system, else for any. */
function chooseCommand(commands: readonly JsonObject[]): JsonObject | undefined {
  const system = SYSTEMS[process.platform] ?? process.platform;
  const processor = ARCHITECTURES[process.arch] ?? process.arch;
  const find = (os: string, arch: string): JsonObject | undefined =>
    commands.find((each) => textOf(each['os']) === os && textOf(each['arch']) === arch);
  return find(system, processor) ?? find(system, '') ?? find('', '');
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value.toLowerCase() : '';
}
