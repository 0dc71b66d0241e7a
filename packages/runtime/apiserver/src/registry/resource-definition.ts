import type { JsonObject } from '@gotk/json';
import type { KubeObject } from '@gotk/objects';
import type { MergeSchema } from '@gotk/structured-merge';
import type { DraftObject } from '../drafts/draft.js';
import type { KindAnswer } from './kind-answer.js';
import type { ObjectCodec } from './object-codec.js';
import type { ResourceStrategy } from './resource-strategy.js';
import type { TableColumns } from './table-columns.js';

/** The scale subresource of a kind: where its numbers stand, as dotted JSON paths (`.spec.replicas`). */
export interface ScalePaths {
  readonly specReplicas: string;
  readonly statusReplicas: string;
  /** The selector as a text; absent: there is none. */
  selectorOf?(object: KubeObject): string;
}

/** `status`, `scale`, `token` …: a part of a resource with verbs of its own. */
export interface SubresourceDefinition {
  readonly name: string;
  /** The kind it speaks, which need not be the resource's. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly verbs: readonly string[];
}

/** One version in which a resource is or was served. */
export interface VersionDefinition {
  readonly version: string;
  readonly served: boolean;
  /** Sent as a warning with every answer of this version. */
  readonly deprecationWarning?: string | undefined;
  readonly codec: ObjectCodec;
  readonly columns: TableColumns;
  /** How server-side apply merges objects of this version. */
  mergeSchema(): MergeSchema;
  /** The OpenAPI v3 schema of custom resources. */
  openApiSchema?(): JsonObject;
  readonly subresources: readonly SubresourceDefinition[];
  readonly scale?: ScalePaths | undefined;
  /** Field selectors besides `metadata.name` and `metadata.namespace`: label → its value in an object. */
  /** The rules of this version, where versions differ in them. Default: the resource's. */
  readonly strategy?: ResourceStrategy<DraftObject>;
  readonly selectableFields: Readonly<Record<string, (object: KubeObject) => string>>;
  /** How a field selector on another field is refused, where the kind has its own words. */
  unknownFieldText?(field: string): string;
}

/** A resource: its names, versions and the rules its objects live by. */
export interface ResourceDefinition {
  readonly group: string;
  /** Plural name in paths. */
  readonly resource: string;
  readonly singular: string;
  readonly kind: string;
  /** The group that errors about objects name. */
  readonly kindGroup: string;
  readonly listKind: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  /** The preferred version first. */
  readonly versions: readonly VersionDefinition[];
  readonly storageVersion: string;
  /** The store's collection; two resources may share one (events). */
  readonly collection: string;
  readonly strategy: ResourceStrategy<DraftObject>;
  /** Set for kinds that are not stored: what creating one answers. */
  readonly answer?: KindAnswer | undefined;
  /** Custom resources differ where their objects have no compiled type: list items name their kind, unknown paths and so on. */
  readonly custom: boolean;
}

/** A resource in one version: what a request path names. */
export interface ServedResource {
  readonly definition: ResourceDefinition;
  readonly version: VersionDefinition;
  /** `group/version`. */
  readonly apiVersion: string;
}
