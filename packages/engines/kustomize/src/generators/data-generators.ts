import type { GeneratorArgs, SecretArgs } from '../kustomization/kustomization.js';
import { CONFIG_MAP_CONFIG_TYPE, SECRET_CONFIG_TYPE } from '../kustomization/kustomization-type.js';
import type { LoadRoot } from '../load/load-root.js';
import { setField } from '../node/fields.js';
import { stringNode, type YamlNode } from '../node/yaml-node.js';
import type { GeneratorPlugin } from '../plugins/plugin.js';
import { newResource } from '../resource/resource.js';
import {
  applyOptions,
  loadEntries,
  newDataObject,
  noteBehavior,
  setConfigMapData,
  setSecretData,
} from './data-object.js';

/** A configuration of its own may name the object in its metadata. */
interface WithMetadata {
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
}

/** Makes a ConfigMap of literals and files. */
export const configMapGenerator: GeneratorPlugin<GeneratorArgs & WithMetadata> = {
  role: 'generator',
  kind: 'ConfigMapGenerator',
  type: CONFIG_MAP_CONFIG_TYPE,
  configure: (config, { context, root }) => {
    const args = named(config);
    return () => [newResource(makeConfigMap(root, args), context.schema)];
  },
};

/** Makes a Secret likewise. */
export const secretGenerator: GeneratorPlugin<SecretArgs & WithMetadata> = {
  role: 'generator',
  kind: 'SecretGenerator',
  type: SECRET_CONFIG_TYPE,
  configure: (config, { context, root }) => {
    const args = named(config);
    return () => [newResource(makeSecret(root, args), context.schema)];
  },
};

function named<Args extends GeneratorArgs & WithMetadata>(args: Args): Args {
  return {
    ...args,
    name: args.name || (args.metadata?.name ?? ''),
    namespace: args.namespace || (args.metadata?.namespace ?? ''),
  };
}

function makeConfigMap(root: LoadRoot, args: GeneratorArgs): YamlNode {
  const object = newDataObject('ConfigMap', args);
  setConfigMapData(object, loadEntries(root, args));
  applyOptions(object, args.options);
  noteBehavior(object, args);
  return object;
}

function makeSecret(root: LoadRoot, args: SecretArgs): YamlNode {
  const object = newDataObject('Secret', args);
  setField(object, 'type', stringNode(args.type || 'Opaque'));
  setSecretData(object, loadEntries(root, args));
  applyOptions(object, args.options);
  noteBehavior(object, args);
  return object;
}
