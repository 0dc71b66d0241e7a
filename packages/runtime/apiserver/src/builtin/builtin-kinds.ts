import type { DraftObject } from '../drafts/draft.js';
import type { KindAnswer } from '../registry/kind-answer.js';
import type { ObjectCodec } from '../registry/object-codec.js';
import type { ScalePaths } from '../registry/resource-definition.js';
import type { ResourceStrategy } from '../registry/resource-strategy.js';
import type { TableColumns } from '../registry/table-columns.js';

/** What makes a built-in kind differ from the others. Everything else is the same for all. */
export interface BuiltinKind {
  /** The store's collection, where it is another resource's. */
  readonly collection?: string;
  readonly versions?: Readonly<Record<string, BuiltinVersion>>;
  readonly strategy?: ResourceStrategy;
  readonly answer?: KindAnswer;
  readonly scale?: ScalePaths;
  readonly columns?: TableColumns;
  /** The group that errors about objects name, where it is not the resource's. */
  readonly kindGroup?: string;
}

/** What a version of a built-in kind has of its own. */
export interface BuiltinVersion {
  /** Sent as a warning with every answer of this version. */
  readonly deprecationWarning?: string;
  readonly toStorage?: ObjectCodec['toStorage'];
  readonly fromStorage?: ObjectCodec['fromStorage'];
}

/** What a kind's own file declares: the same with its own draft type. */
export interface KindRules<T extends DraftObject> extends Omit<BuiltinKind, 'strategy' | 'answer'> {
  readonly strategy?: ResourceStrategy<T>;
  readonly answer?: KindAnswer<T>;
}

/** Declares a kind. Its draft type is what the kind's codec makes of every body, so the rules may rely on it. */
export function builtinKind<T extends DraftObject>(rules: KindRules<T>): BuiltinKind {
  return rules as unknown as BuiltinKind;
}
