import { asJson, type FieldError, nameIsDnsSubdomain, validateObjectMeta } from '@gotk/objects';
import { type DraftFields, type DraftObject, sealDraft } from '../drafts/draft.js';
import type { ResourceStrategy } from '../registry/resource-strategy.js';
import { defaultObject } from './schema/default-object.js';
import type { SchemaNode } from './schema/schema-node.js';
import { validateSchema } from './schema/validate-schema.js';

export interface CustomStrategyOptions {
  readonly namespaced: boolean;
  readonly hasStatus: boolean;
  readonly schema: SchemaNode;
}

/** The rules of custom resources: their schema, and generations that count changes of everything but metadata and status. */
export function customStrategy({ namespaced, hasStatus, schema }: CustomStrategyOptions): ResourceStrategy {
  return {
    generation: true,
    statusField: hasStatus,
    allowUnconditionalUpdate: false,
    prepareForCreate: (object) => {
      if (!hasStatus) return;
      delete object['status'];
      // A status that the schema gives is there from the beginning.
      defaultObject(object as unknown as DraftFields, schema); // A draft is JSON.
    },
    validate: (object) => [
      ...validateObjectMeta(object.metadata, { namespaced, nameRule: nameIsDnsSubdomain }),
      ...schemaErrors(schema, object),
    ],
    validateUpdate: (object, old) => schemaErrors(schema, object, old),
    validateStatusUpdate: (object, old) => schemaErrors(schema, object, old),
  };
}

function schemaErrors(schema: SchemaNode, object: DraftObject, old?: DraftObject): readonly FieldError[] {
  const value = asJson(sealDraft(object));
  return validateSchema(schema, { value, path: '', old: old === undefined ? undefined : asJson(sealDraft(old)) })
    .errors;
}
