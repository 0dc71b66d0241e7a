import { EMPTY_CONFIG, mergeConfigs, type TransformerConfig } from '../config/transformer-config.js';
import { ResourceList } from '../resource/resource-list.js';
import { VarSet } from '../vars/var-set.js';

/** What a layer has gathered: the resources, and what the layers below have to say on how to edit them. */
export interface Accumulator {
  readonly list: ResourceList;
  readonly vars: VarSet;
  config: TransformerConfig;
}

/** An empty accumulator. */
export function newAccumulator(): Accumulator {
  return { list: new ResourceList(), vars: new VarSet(), config: EMPTY_CONFIG };
}

/** Takes everything from another layer. @throws LocatedError when a resource or a var is there twice. */
export function mergeAccumulator(accumulator: Accumulator, other: Accumulator): void {
  accumulator.list.appendAll(other.list.all);
  accumulator.config = mergeConfigs(accumulator.config, other.config);
  accumulator.vars.mergeAll(other.vars);
}
