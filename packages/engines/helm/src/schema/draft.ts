/** A version of JSON Schema. */
export interface Draft {
  readonly version: 4 | 6 | 7 | 2019 | 2020;
  readonly url: string;
  /** The keyword that gives a schema its URL. */
  readonly idKeyword: 'id' | '$id';
  /** Keywords that hold a schema, by how they hold it. */
  readonly schemas: readonly string[];
  readonly lists: readonly string[];
  readonly tables: readonly string[];
}

const DRAFT_4: Draft = {
  version: 4,
  url: 'http://json-schema.org/draft-04/schema',
  idKeyword: 'id',
  schemas: ['not', 'additionalProperties', 'items', 'additionalItems'],
  lists: ['allOf', 'anyOf', 'oneOf', 'items'],
  tables: ['definitions', 'properties', 'patternProperties', 'dependencies'],
};

const DRAFT_6: Draft = {
  ...DRAFT_4,
  version: 6,
  url: 'http://json-schema.org/draft-06/schema',
  idKeyword: '$id',
  schemas: [...DRAFT_4.schemas, 'propertyNames', 'contains'],
};

const DRAFT_7: Draft = {
  ...DRAFT_6,
  version: 7,
  url: 'http://json-schema.org/draft-07/schema',
  schemas: [...DRAFT_6.schemas, 'if', 'then', 'else'],
};

const DRAFT_2019: Draft = {
  ...DRAFT_7,
  version: 2019,
  url: 'https://json-schema.org/draft/2019-09/schema',
  schemas: [...DRAFT_7.schemas, 'unevaluatedProperties', 'unevaluatedItems', 'contentSchema'],
  tables: [...DRAFT_7.tables, '$defs', 'dependentSchemas'],
};

/** What a schema is written for that names no draft. */
export const LATEST_DRAFT: Draft = {
  ...DRAFT_2019,
  version: 2020,
  url: 'https://json-schema.org/draft/2020-12/schema',
  lists: [...DRAFT_2019.lists, 'prefixItems'],
};

const DRAFTS = [DRAFT_4, DRAFT_6, DRAFT_7, DRAFT_2019, LATEST_DRAFT];

/** The draft that `$schema` names, with either scheme; `undefined` for any other URL. */
export function draftOf(url: string): Draft | undefined {
  const path = /^(?:https?:\/\/)?([^#]*)#?$/.exec(url)?.[1];
  if (path === 'json-schema.org/schema') return LATEST_DRAFT;
  return DRAFTS.find((draft) => draft.url.replace(/^https?:\/\//, '') === path);
}
