import { integer, list, required, sharedObject, text } from '../build.js';
import type { ListSchema, ObjectSchema } from '../schema.js';

const diagnostic = sharedObject('Diagnostic', 'One error or warning with the place a person can open.', {
  code: required(text('Stable identity of the problem in kebab-case.')),
  message: required(text('The problem, in the words of the Ready condition.')),
  file: text('Path of the file in the source.'),
  line: integer('Line in the file, counted from 1.', { format: 'int32', minimum: 1 }),
  column: integer('Column in the line, counted from 1.', { format: 'int32', minimum: 1 }),
  hint: text('One sentence on what to do.'),
  object: text('The object concerned, as Kind/namespace/name.'),
});

/**
 * Fields of ours that Flux's own CRDs do not have: the one place where they are declared.
 * Every kind with a status has them; nothing of Flux's is renamed or removed.
 */
export const statusAdditions: Readonly<Record<string, ListSchema>> = {
  diagnostics: list('Where the problems named by the conditions stand in the source.', diagnostic),
};

/** `status` with our additions. */
export function withAdditions(status: ObjectSchema): ObjectSchema {
  return { ...status, fields: { ...status.fields, ...statusAdditions } };
}
