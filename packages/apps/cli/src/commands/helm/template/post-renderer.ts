import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import type { PostRenderer } from '@gotk/helm';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import { parseYaml } from '@gotk/yaml';
import type { CommandContext } from '../../../cli/command.js';
import type { HelmSettings } from '../helm-settings.js';

const PLUGIN_TYPE = 'postrenderer/v1';

/** The post-renderer of `--post-renderer`: a plugin, to Helm 3 a program. @throws Error in Helm's words when there is none of that name */
export function findPostRenderer(context: CommandContext, settings: HelmSettings): PostRenderer | undefined {
  const { flags, io } = context;
  const name = flags.text('post-renderer');
  if (name === '') return undefined;
  const args = flags.list('post-renderer-args');
  try {
    if (settings.helmVersion === '3.22') return programRenderer(findProgram(name, context), args, context);
    return pluginRenderer(requirePlugin(name, settings.plugins), args, io.env);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Error(`invalid argument ${JSON.stringify(name)} for "--post-renderer" flag: ${reason}`, { cause });
  }
}

function findProgram(name: string, { io }: CommandContext): string {
  const candidates = name.includes('/')
    ? [resolve(io.cwd, name)]
    : (io.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name));
  const found = candidates.find(isExecutable);
  if (found !== undefined) return found;
  const problem = name.includes('/')
    ? `exec: ${JSON.stringify(name)}: stat ${name}: no such file or directory`
    : `exec: ${JSON.stringify(name)}: executable file not found in $PATH`;
  throw new Error(`unable to find binary at ${name}: ${problem}`);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function programRenderer(program: string, args: readonly string[], { io, signal }: CommandContext): PostRenderer {
  return async (manifests) => {
    const { output, errors, problem } = await run({ command: program, args, env: io.env, input: manifests }, signal);
    if (problem === undefined) return output;
    throw new Error(`error while running command ${program}. error output:\n${errors}: ${problem}`);
  };
}

interface Plugin {
  readonly name: string;
  readonly runtime: 'subprocess' | 'extism/v1';
  readonly folder: string;
  readonly commands: readonly JsonObject[];
}

function requirePlugin(name: string, folders: readonly string[]): Plugin {
  for (const folder of folders) {
    if (!existsSync(folder)) continue;
    for (const entry of readdirSync(folder).sort()) {
      const plugin = readPlugin(join(folder, entry));
      if (plugin?.name === name) return plugin;
    }
  }
  throw new Error(`plugin: {Name:${name} Type:${PLUGIN_TYPE}} not found`);
}

function readPlugin(folder: string): Plugin | undefined {
  const file = join(folder, 'plugin.yaml');
  const fields = existsSync(file) ? parseYaml(readFileSync(file)) : undefined;
  if (!isJsonObject(fields) || fields['type'] !== PLUGIN_TYPE) return undefined;
  const { runtimeConfig, name, runtime } = fields;
  if (runtime !== 'subprocess' && runtime !== 'extism/v1') return undefined;
  const commands = isJsonObject(runtimeConfig) ? runtimeConfig['platformCommand'] : undefined;
  const all = Array.isArray(commands) ? (commands as readonly JsonValue[]) : [];
  return { name: String(name), runtime, folder, commands: all.filter(isJsonObject) };
}

function pluginRenderer(plugin: Plugin, extraArgs: readonly string[], env: CommandContext['io']['env']): PostRenderer {
  if (plugin.runtime === 'extism/v1') return wasmRenderer(plugin);
  const own = { ...env, HELM_PLUGIN_NAME: plugin.name, HELM_PLUGIN_DIR: plugin.folder };
  return async (manifests) => {
    const { command, args } = commandOf(plugin, own);
    const result = await run({ command, args: [...args, ...extraArgs], env: own, input: manifests });
    const failed = `failed to invoke post-renderer plugin ${JSON.stringify(plugin.name)}`;
    if (result.problem !== undefined) {
      const message = `${failed}: plugin ${JSON.stringify(plugin.name)} exited with error`;
      const said = result.errors.trim();
      throw new LocatedError({
        code: 'post-render',
        message,
        hint: said === '' ? undefined : `The plugin said: ${said}`,
      });
    }
    if (result.output.trim() === '')
      throw new Error(`post-renderer ${JSON.stringify(plugin.name)} produced empty output`);
    return result.output;
  };
}

/** Helm 4.2 writes the manifests for such a plugin as `{}`, and reads none from its answer, whatever the plugin does. */
function wasmRenderer({ name }: Plugin): PostRenderer {
  return () => {
    throw new LocatedError({
      code: 'post-render',
      message: `post-renderer ${JSON.stringify(name)} produced empty output`,
      hint: 'Helm 4.2 gives a post-renderer of the runtime "extism/v1" no manifests: give the plugin the runtime "subprocess".',
    });
  };
}

const SYSTEMS: Readonly<Record<string, string>> = { win32: 'windows' };
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

function commandOf(
  { commands, name }: Plugin,
  env: CommandContext['io']['env'],
): { readonly command: string; readonly args: readonly string[] } {
  const chosen = chooseCommand(commands);
  const expand = (text: string): string =>
    text.replace(
      /\$(?:\{(\w+)\}|(\w+))/g,
      (_, braced: string | undefined, bare: string | undefined) => env[braced ?? bare ?? ''] ?? '',
    );
  const [command = '', ...parts] = String(chosen?.['command'] ?? '')
    .split(' ')
    .map(expand);
  if (command === '') throw new Error(`plugin ${JSON.stringify(name)}: no plugin command is applicable`);
  const args = Array.isArray(chosen?.['args'])
    ? (chosen['args'] as readonly JsonValue[]).map((arg) => expand(String(arg)))
    : [];
  return { command, args: [...parts, ...args] };
}

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

interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: CommandContext['io']['env'];
  readonly input: string;
}

interface ProgramResult {
  readonly output: string;
  readonly errors: string;
  /** Why it failed, as Go says it. */
  readonly problem: string | undefined;
}

function run({ command, args, env, input }: Program, signal?: AbortSignal): Promise<ProgramResult> {
  return new Promise((done) => {
    const child = spawn(command, [...args], { env: { ...env }, ...(signal === undefined ? {} : { signal }) });
    const [output, errors]: [Buffer[], Buffer[]] = [[], []];
    const finish = (problem: string | undefined): void =>
      done({ output: Buffer.concat(output).toString('utf8'), errors: Buffer.concat(errors).toString('utf8'), problem });
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    // A program need not read what it is given.
    child.stdin.on('error', () => undefined);
    child.on('error', (error) => finish(error.message));
    child.on('close', (code) => finish(code === 0 ? undefined : `exit status ${code}`));
    child.stdin.end(input);
  });
}
