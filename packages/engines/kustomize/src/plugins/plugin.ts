import type { GoType, YamlDialect } from '@gotk/yaml';
import type { BuildContext } from '../accumulate/build-context.js';
import type { LoadRoot } from '../load/load-root.js';
import type { Resource } from '../resource/resource.js';
import type { ResourceList } from '../resource/resource-list.js';

/** What a plugin may use besides its configuration. */
export interface PluginHelpers {
  readonly context: BuildContext;
  /** Where paths in the configuration start. */
  readonly root: LoadRoot;
}

/** Edits the resources of a build. */
export interface Transform {
  (list: ResourceList): void;
  /** The same for one resource at a time, where no other has a say in it. */
  readonly local?: LocalEdit;
}

/** An edit of one resource that depends on nothing but the resource and what `key` says. */
export interface LocalEdit {
  readonly key: string;
  readonly edit: (resource: Resource) => void;
  /** Whether ids may change, so that two resources may end up with the same. */
  readonly checksIds?: boolean;
}

/** A transform that can also be run on one resource at a time. */
export function withLocal(transform: (list: ResourceList) => void, local: LocalEdit): Transform {
  return Object.assign(transform, { local });
}

/** Makes resources. */
export type Generate = () => readonly Resource[];

interface Plugin<Config, Result> {
  /** How configurations and messages name it. */
  readonly kind: string;
  /** What its configuration is decoded into. */
  readonly type: GoType;
  /** What stands before errors of decoding. */
  readonly decodeContext?: string;
  /** How its configuration is read. Default `sigs`. */
  readonly dialect?: YamlDialect;
  /**
   * Checks a configuration and reads the files that it names.
   * @param text gives the configuration as YAML, for messages that quote it.
   */
  configure(config: Config, helpers: PluginHelpers, text: () => string): Result;
}

/** Something that edits resources, by fields of a kustomization or by a configuration of its own. */
export interface TransformerPlugin<Config> extends Plugin<Config, Transform> {
  readonly role: 'transformer';
}

/** Something that makes resources. */
export interface GeneratorPlugin<Config> extends Plugin<Config, Generate> {
  readonly role: 'generator';
}
