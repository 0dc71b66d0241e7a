import { accessSync, constants } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import type { PostRenderer } from '@gotk/helm';
import { LocatedError } from '@gotk/located-error';
import type { CliIo } from '../../../cli/cli-io.js';
import type { CommandContext } from '../../../cli/command.js';
import type { HelmSettings } from '../helm-settings.js';
import { type PlatformCommand, platformCommand } from '../plugins/platform-command.js';
import { type HelmPlugin, readPlugins } from '../plugins/read-plugins.js';
import { runProgram } from '../plugins/run-program.js';

const PLUGIN_TYPE = 'postrenderer/v1';

/** The post-renderer of `--post-renderer`: a plugin, to Helm 3 a program. @throws Error in Helm's words when there is none of that name */
export function findPostRenderer(context: CommandContext, settings: HelmSettings): PostRenderer | undefined {
  const { flags } = context;
  const name = flags.text('post-renderer');
  if (name === '') return undefined;
  const args = flags.list('post-renderer-args');
  try {
    if (settings.helmVersion === '3.22') return programRenderer(findProgram(name, context), args, context);
    const plugin = requirePlugin(name, settings);
    return pluginRenderer(plugin, args, context.io.env);
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
    const { output, errors, problem } = await runProgram(
      { command: program, args, env: io.env, input: manifests },
      signal,
    );
    if (problem === undefined) return output.toString('utf8');
    throw new Error(`error while running command ${program}. error output:\n${errors}: ${problem}`);
  };
}

function requirePlugin(name: string, { plugins, helmVersion }: HelmSettings): HelmPlugin {
  for (const folder of plugins) {
    const found = readPlugins(folder, helmVersion).find(
      (plugin) => plugin.type === PLUGIN_TYPE && plugin.name === name,
    );
    if (found !== undefined) return found;
  }
  throw new Error(`plugin: {Name:${name} Type:${PLUGIN_TYPE}} not found`);
}

function pluginRenderer(plugin: HelmPlugin, extraArgs: readonly string[], env: CliIo['env']): PostRenderer {
  if (plugin.runtime === 'extism/v1') return wasmRenderer(plugin);
  const own = { ...env, HELM_PLUGIN_NAME: plugin.name, HELM_PLUGIN_DIR: plugin.folder };
  const shown = JSON.stringify(plugin.name);
  return async (manifests) => {
    const { command, args } = commandOf(plugin, own);
    const result = await runProgram({ command, args: [...args, ...extraArgs], env: own, input: manifests });
    const output = result.output.toString('utf8');
    if (result.problem !== undefined) {
      const message = `failed to invoke post-renderer plugin ${shown}: plugin ${shown} exited with error`;
      const said = result.errors.trim();
      const hint = said === '' ? undefined : `The plugin said: ${said}`;
      throw new LocatedError({ code: 'post-render', message, hint });
    }
    if (output.trim() === '') throw new Error(`post-renderer ${shown} produced empty output`);
    return output;
  };
}

function commandOf({ name, commands }: HelmPlugin, env: CliIo['env']): PlatformCommand {
  try {
    return platformCommand(commands, { env, expandsArgs: true });
  } catch (cause) {
    const failed = `failed to invoke post-renderer plugin ${JSON.stringify(name)}: failed to prepare plugin command`;
    throw new Error(`${failed}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

/** Helm 4.2 writes the manifests for such a plugin as `{}`, and reads none from its answer, whatever the plugin does. */
function wasmRenderer({ name }: HelmPlugin): PostRenderer {
  return () => {
    throw new LocatedError({
      code: 'post-render',
      message: `post-renderer ${JSON.stringify(name)} produced empty output`,
      hint: 'Helm 4.2 gives a post-renderer of the runtime "extism/v1" no manifests: give the plugin the runtime "subprocess".',
    });
  };
}
