import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HelmVersion } from '@gotk/helm';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { parseVersion } from '@gotk/semver';
import { parseYaml } from '@gotk/yaml';
import { commandsOf } from './platform-command.js';

/** A plugin of Helm in its folder. */
export interface HelmPlugin {
  readonly name: string;
  /** `getter/v1`, `postrenderer/v1`, …; to plugins of the older form it is given by what they have. */
  readonly type: string;
  readonly runtime: 'subprocess' | 'extism/v1';
  readonly folder: string;
  /** Its own commands, one for each platform. */
  readonly commands: readonly JsonObject[];
  /** Schemes of URLs that it downloads from. */
  readonly protocols: readonly string[];
  readonly downloaders: readonly PluginDownloader[];
}

/** How a plugin downloads from URLs of some schemes. */
export interface PluginDownloader {
  readonly protocols: readonly string[];
  readonly commands: readonly JsonObject[];
}

/** The plugins in the folders of a folder. Those that are not valid are left out; to Helm 3 there are none then. */
export function readPlugins(folder: string, helmVersion: HelmVersion): readonly HelmPlugin[] {
  if (!existsSync(folder)) return [];
  const plugins: HelmPlugin[] = [];
  for (const entry of readdirSync(folder).sort()) {
    const file = join(folder, entry, 'plugin.yaml');
    if (!existsSync(file)) continue;
    const plugin = readPlugin(file, join(folder, entry), helmVersion);
    if (plugin !== undefined) plugins.push(plugin);
    else if (helmVersion === '3.22') return [];
  }
  // Of two plugins of one name Helm knows neither, nor any other there.
  return new Set(plugins.map(({ name }) => name)).size === plugins.length ? plugins : [];
}

function readPlugin(file: string, folder: string, helmVersion: HelmVersion): HelmPlugin | undefined {
  try {
    const fields = parseYaml(readFileSync(file));
    if (!isJsonObject(fields) || !/^[A-Za-z0-9_-]+$/.test(textOf(fields['name']))) return undefined;
    if (helmVersion === '3.22') return oldPlugin(fields, folder);
    const { apiVersion } = fields;
    if (apiVersion === 'v1') return newPlugin(fields, folder);
    return textOf(apiVersion) === '' && hasStrictVersion(fields, false) ? oldPlugin(fields, folder) : undefined;
  } catch {
    return undefined;
  }
}

/** The form that Helm 3 has. */
function oldPlugin(fields: JsonObject, folder: string): HelmPlugin | undefined {
  const downloaders = commandsOf(fields['downloaders']).map((downloader) => ({
    protocols: textsOf(downloader['protocols']),
    commands: [{ command: textOf(downloader['command']) }],
  }));
  if (downloaders.some(({ protocols, commands }) => protocols.length === 0 || commands[0]?.command === ''))
    return undefined;
  return {
    name: textOf(fields['name']),
    type: downloaders.length > 0 ? 'getter/v1' : 'cli/v1',
    runtime: 'subprocess',
    folder,
    commands: commandsOf(fields['platformCommand']),
    protocols: downloaders.flatMap(({ protocols }) => protocols),
    downloaders,
  };
}

/** The form that came with Helm 4. */
function newPlugin(fields: JsonObject, folder: string): HelmPlugin | undefined {
  const { type, runtime } = fields;
  if (runtime !== 'subprocess' && runtime !== 'extism/v1') return undefined;
  if (textOf(type) === '' || !hasStrictVersion(fields, true)) return undefined;
  const config = isJsonObject(fields['config']) ? fields['config'] : {};
  const runtimeConfig = isJsonObject(fields['runtimeConfig']) ? fields['runtimeConfig'] : {};
  const protocols = textsOf(config['protocols']);
  if (type === 'getter/v1' && (protocols.length === 0 || protocols.includes(''))) return undefined;
  return {
    name: textOf(fields['name']),
    type: textOf(type),
    runtime,
    folder,
    commands: commandsOf(runtimeConfig['platformCommand']),
    protocols,
    downloaders: commandsOf(runtimeConfig['protocolCommands']).map((each) => ({
      protocols: textsOf(each['protocols']),
      commands: commandsOf(each['platformCommand']),
    })),
  };
}

function hasStrictVersion({ version }: JsonObject, isRequired: boolean): boolean {
  const text = textOf(version);
  if (text === '') return !isRequired;
  parseVersion(text);
  return /^\d+\.\d+\.\d+/.test(text);
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function textsOf(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).map(textOf) : [];
}
