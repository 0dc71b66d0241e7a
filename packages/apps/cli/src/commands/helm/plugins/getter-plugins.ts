import { join } from 'node:path';
import { LocatedError } from '@gotk/located-error';
import type { CommandContext } from '../../../cli/command.js';
import type { HelmSettings } from '../helm-settings.js';
import { schemeOf } from '../source/url-scheme.js';
import { platformCommand } from './platform-command.js';
import { pluginEnvironment } from './plugin-environment.js';
import { type HelmPlugin, type PluginDownloader, readPlugins } from './read-plugins.js';
import { runProgram } from './run-program.js';

/** What a plugin is told besides the URL; empty for none. */
export interface GetterCredentials {
  readonly username: string;
  readonly password: string;
  readonly certFile: string;
  readonly keyFile: string;
  readonly caFile: string;
  readonly passCredentials: boolean;
}

/** The user's plugins that download from URLs of schemes of their own, such as `s3://`. */
export class GetterPlugins {
  readonly #context: Pick<CommandContext, 'io' | 'flags' | 'namespace' | 'signal'>;
  readonly #settings: HelmSettings;
  #known: readonly HelmPlugin[] | undefined;

  constructor(context: Pick<CommandContext, 'io' | 'flags' | 'namespace' | 'signal'>, settings: HelmSettings) {
    this.#context = context;
    this.#settings = settings;
  }

  /** Whether there is a plugin for URLs of this scheme. */
  provides(url: string): boolean {
    return this.#find(url) !== undefined;
  }

  /** Downloads with the plugin that there is for the URL. @throws Error in Helm's words */
  async download(url: string, credentials: GetterCredentials): Promise<Buffer> {
    const plugin = this.#find(url);
    if (plugin === undefined) throw new Error(`scheme ${JSON.stringify(schemeOf(url))} not supported`);
    const { io, signal } = this.#context;
    const env = {
      ...pluginEnvironment(this.#context, this.#settings, plugin),
      HELM_PLUGIN_USERNAME: credentials.username,
      HELM_PLUGIN_PASSWORD: credentials.password,
      HELM_PLUGIN_PASS_CREDENTIALS_ALL: String(credentials.passCredentials),
    };
    const downloader = requireDownloader(plugin, schemeOf(url));
    const { command, args } = this.#commandOf(downloader, env);
    const { certFile, keyFile, caFile } = credentials;
    const program = {
      command: join(plugin.folder, command),
      args: [...args, certFile, keyFile, caFile, url],
      env,
      cwd: io.cwd,
      input: '',
      onErrors: io.stderr,
    };
    const result = await runProgram(program, signal);
    if (result.problem === undefined) return result.output;
    throw this.#failure(plugin, downloader, result.unstarted);
  }

  #find(url: string): HelmPlugin | undefined {
    this.#known ??= this.#read();
    const scheme = schemeOf(url);
    return this.#known.find(({ protocols }) => protocols.includes(scheme));
  }

  /** Helm 4 takes what is meant as a list of folders for one folder. */
  #read(): readonly HelmPlugin[] {
    const { plugins, helmVersion } = this.#settings;
    const folders = helmVersion === '4.2' ? plugins.slice(0, plugins.length === 1 ? 1 : 0) : plugins;
    return folders.flatMap((folder) => readPlugins(folder, helmVersion)).filter(({ type }) => type === 'getter/v1');
  }

  #commandOf({ commands }: PluginDownloader, env: CommandContext['io']['env']): ReturnType<typeof platformCommand> {
    if (this.#settings.helmVersion === '4.2') return platformCommand(commands, { env, expandsArgs: false });
    const [command = '', ...args] = String(commands[0]?.['command'] ?? '').split(' ');
    return { command, args };
  }

  /** Helm 4 shows the memory of the plugin where we show its name. */
  #failure({ name }: HelmPlugin, { commands }: PluginDownloader, unstarted: string | undefined): Error {
    const isHelm4 = this.#settings.helmVersion === '4.2';
    const shown = JSON.stringify(isHelm4 ? name : String(commands[0]?.['command'] ?? ''));
    const reason = unstarted ?? `plugin ${shown} exited with error`;
    return new Error(isHelm4 ? `plugin ${shown} failed to invoke: ${reason}` : reason);
  }
}

function requireDownloader({ name, runtime, downloaders }: HelmPlugin, protocol: string): PluginDownloader {
  if (runtime === 'extism/v1') {
    throw new LocatedError({
      code: 'plugin-runtime',
      message: `plugin ${JSON.stringify(name)} failed to invoke: the runtime "extism/v1" needs Helm`,
      hint: 'Give the plugin the runtime "subprocess".',
    });
  }
  const found = downloaders.find(({ protocols }) => protocols.includes(protocol));
  if (found !== undefined) return found;
  const shown = JSON.stringify(name);
  throw new Error(`plugin ${shown} failed to invoke: no downloader found for protocol ${JSON.stringify(protocol)}`);
}
