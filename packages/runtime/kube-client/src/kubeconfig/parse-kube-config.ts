import { dirname, isAbsolute, resolve } from 'node:path';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { parseYaml } from '@gotk/yaml';

/** Named sections of kubeconfig files, merged: the first file that names something has it. */
export interface KubeConfig {
  readonly currentContext: string | undefined;
  readonly clusters: ReadonlyMap<string, KubeConfigSection>;
  readonly users: ReadonlyMap<string, KubeConfigSection>;
  readonly contexts: ReadonlyMap<string, KubeConfigSection>;
}

/** One `cluster`, `user` or `context` mapping and where its relative paths start. */
export interface KubeConfigSection {
  readonly fields: JsonObject;
  readonly directory: string | undefined;
}

const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Reads the text of a kubeconfig.
 *
 * @param file where it stands; absent for a text from elsewhere.
 * @throws Error that names the file, never its content.
 */
export function parseKubeConfig(text: string, file?: string): KubeConfig {
  if (text.length > MAX_BYTES) throw new Error(`error loading config file "${file ?? ''}": it is larger than 16 MiB`);
  const config = parseText(text, file);
  const directory = file === undefined ? undefined : dirname(file);
  return {
    currentContext: textOf(config, 'current-context'),
    clusters: sectionsOf(config['clusters'], { field: 'cluster', directory }),
    users: sectionsOf(config['users'], { field: 'user', directory }),
    contexts: sectionsOf(config['contexts'], { field: 'context', directory }),
  };
}

/** Several kubeconfigs as one; what an earlier one says stands. */
export function mergeKubeConfigs(configs: readonly KubeConfig[]): KubeConfig {
  const merge = (pick: (config: KubeConfig) => ReadonlyMap<string, KubeConfigSection>) =>
    new Map(configs.toReversed().flatMap((config) => [...pick(config)]));
  return {
    currentContext: configs.map(({ currentContext }) => currentContext).find((name) => name !== undefined),
    clusters: merge(({ clusters }) => clusters),
    users: merge(({ users }) => users),
    contexts: merge(({ contexts }) => contexts),
  };
}

/** A text field of a section; empty counts as absent. */
export function textOf(fields: JsonObject, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A path field of a section, made absolute. */
export function pathOf({ fields, directory }: KubeConfigSection, name: string): string | undefined {
  const path = textOf(fields, name);
  return path === undefined || isAbsolute(path) || directory === undefined ? path : resolve(directory, path);
}

function parseText(text: string, file: string | undefined): JsonObject {
  let config: JsonValue;
  try {
    config = parseYaml(text);
  } catch {
    // The parser's own message may quote the text, and with it secrets.
    throw new Error(`error loading config file "${file ?? ''}": yaml: could not be parsed`);
  }
  if (config === null) return {};
  if (!isJsonObject(config)) throw new Error(`error loading config file "${file ?? ''}": it is not a kubeconfig`);
  return config;
}

function sectionsOf(
  list: JsonValue | undefined,
  { field, directory }: { readonly field: string; readonly directory: string | undefined },
): ReadonlyMap<string, KubeConfigSection> {
  const sections = new Map<string, KubeConfigSection>();
  for (const entry of Array.isArray(list) ? list : []) {
    if (!isJsonObject(entry)) continue;
    const fields = entry[field];
    const name = entry['name'];
    if (typeof name === 'string' && isJsonObject(fields) && !sections.has(name))
      sections.set(name, { fields, directory });
  }
  return sections;
}
