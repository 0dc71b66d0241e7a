import type { JsonValue } from '@gotk/json';
import { parseYamlAs } from '@gotk/yaml';
import { parseKyamlAs } from '../decode/parse-kyaml-as.js';
import { buildError } from '../errors/build-error.js';
import { wrapError } from '../errors/wrap-error.js';
import { renderObjectYaml } from '../output/render-object.js';
import { renderGvk } from '../resource/gvk.js';
import { currentId, originalId, type Resource } from '../resource/resource.js';
import { renderId } from '../resource/resource-id.js';
import { BUILTIN_PLUGINS, type BuiltinPlugin } from './builtin-plugins.js';
import type { Generate, PluginHelpers, Transform } from './plugin.js';

/** A generator from a configuration of its own. @throws LocatedError when there is none of that kind. */
export function loadGenerator(config: Resource, helpers: PluginHelpers): Generate {
  try {
    const plugin = findPlugin(config);
    const configured = configure(plugin, config, helpers);
    if (plugin.role === 'generator') return configured as Generate;
    throw new Error(`plugin ${renderId(originalId(config))} not a generator`);
  } catch (error) {
    throw wrapError(error, 'failed to load generator');
  }
}

/** A transformer or validator from a configuration of its own. @throws LocatedError when there is none of that kind. */
export function loadTransformer(config: Resource, helpers: PluginHelpers): Transform {
  const plugin = findPlugin(config);
  const configured = configure(plugin, config, helpers);
  if (plugin.role === 'transformer') return configured as Transform;
  throw new Error(`plugin ${renderId(originalId(config))} not a transformer`);
}

function findPlugin(config: Resource): BuiltinPlugin {
  const id = currentId(config);
  if (id.group !== '' || id.version !== 'builtin') {
    throw buildError(
      'kustomize-plugin',
      `external plugins disabled; unable to load external plugin '${originalId(config).kind}'`,
      { at: config.origin, hint: 'Programs are never run; use what kustomize has built in (apiVersion: builtin).' },
    );
  }
  const plugin = BUILTIN_PLUGINS.get(id.kind);
  if (plugin === undefined) throw new Error(`unable to load builtin ${renderGvk(id)}`);
  return plugin;
}

function configure(plugin: BuiltinPlugin, config: Resource, helpers: PluginHelpers): Generate | Transform {
  const text = configText(config);
  try {
    return plugin.configure(decodeConfig(plugin, text) ?? {}, helpers, () => text);
  } catch (error) {
    throw wrapError(error, `plugin ${renderId(originalId(config))} fails configuration`);
  }
}

function decodeConfig({ type, dialect, decodeContext }: BuiltinPlugin, text: string): JsonValue {
  try {
    return dialect === 'kyaml' ? parseKyamlAs(text, type) : parseYamlAs(text, type);
  } catch (error) {
    throw decodeContext === undefined ? error : wrapError(error, decodeContext);
  }
}

function configText(config: Resource): string {
  try {
    return renderObjectYaml(config.view);
  } catch (error) {
    throw wrapError(error, `marshalling yaml from res ${renderId(originalId(config))}`);
  }
}
