/** A parameter of a request's query, and its type in OpenAPI. */
export type QueryParameter = readonly [name: string, type: 'string' | 'boolean' | 'integer'];

/** The kind that a request speaks of. */
export interface RouteKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** One request that can be made of a resource. */
export interface Route {
  readonly path: string;
  /** HTTP's, in lower case. */
  readonly method: string;
  /** The verb that discovery lists it under. */
  readonly verb: string;
  /** `x-kubernetes-action`. */
  readonly action: string;
  /** `operationId`. */
  readonly id: string;
  readonly kind: RouteKind;
  readonly query: readonly QueryParameter[];
  /** The name of the schema of a body that must be sent. */
  readonly body?: string;
  /** The same of one that may be sent. */
  readonly optionalBody?: string | undefined;
  /** The body is a patch. */
  readonly patches?: boolean;
  /** The name of the schema of the answer; absent: text. */
  readonly answer?: string;
  /** The media types of an answer that is text. */
  readonly textTypes?: readonly string[];
  /** The answer may be a stream of events. */
  readonly streams?: boolean;
  /** Statuses of success besides 200. */
  readonly also?: readonly string[];
}

/** Parameters of every request of objects. */
export const PRETTY: QueryParameter = ['pretty', 'string'];

export const CREATION: readonly QueryParameter[] = [
  ['dryRun', 'string'],
  ['fieldManager', 'string'],
  ['fieldValidation', 'string'],
];

/** Of reads of custom resources. */
export const VERSION: readonly QueryParameter[] = [['resourceVersion', 'string']];

export const PATCH: readonly QueryParameter[] = [...CREATION, ['force', 'boolean']];

export const DELETION: readonly QueryParameter[] = [
  ['dryRun', 'string'],
  ['gracePeriodSeconds', 'integer'],
  ['ignoreStoreReadErrorWithClusterBreakingPotential', 'boolean'],
  ['orphanDependents', 'boolean'],
  ['propagationPolicy', 'string'],
];

const SELECTION: readonly QueryParameter[] = [
  ['continue', 'string'],
  ['fieldSelector', 'string'],
  ['labelSelector', 'string'],
  ['limit', 'integer'],
  ['resourceVersion', 'string'],
  ['resourceVersionMatch', 'string'],
  ['sendInitialEvents', 'boolean'],
  ['shardSelector', 'string'],
  ['timeoutSeconds', 'integer'],
];

export const LIST: readonly QueryParameter[] = [['allowWatchBookmarks', 'boolean'], ...SELECTION, ['watch', 'boolean']];

export const COLLECTION_DELETION: readonly QueryParameter[] = [...SELECTION, ...DELETION];
