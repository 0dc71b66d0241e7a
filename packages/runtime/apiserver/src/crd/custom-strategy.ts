import { asJson } from '@gotk/objects';
import { type DraftObject, sealDraft } from '../drafts/draft.js';
import type { FieldError } from '../errors/field-error.js';
import type { ResourceStrategy } from '../registry/resource-strategy.js';
import { checkDnsSubdomain } from '../validation/name-rules.js';
import { validateObjectMeta } from '../validation/object-meta.js';
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
      if (hasStatus) delete object['status'];
    },
    validate: (object) => [
      ...validateObjectMeta(object.metadata, { namespaced, nameRule: checkDnsSubdomain }),
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
