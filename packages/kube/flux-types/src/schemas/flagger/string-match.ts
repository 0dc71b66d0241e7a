import type { JsonObject } from '@gotk/json';
import { described, sharedObject, text } from '../build.js';
import type { ObjectSchema } from '../schema.js';
import { formattedText } from './group.js';

const ways = (...names: readonly string[]): JsonObject[] => names.map((name) => ({ required: [name] }));
const OPTIONAL_WAY = {
  oneOf: [{ not: { anyOf: ways('exact', 'prefix', 'regex') } }, ...ways('exact', 'prefix', 'regex')],
};

const match = sharedObject(
  'StringMatch',
  'Compares a text in at most one way.',
  {
    exact: formattedText('The whole text.'),
    prefix: formattedText('How it begins.'),
    regex: formattedText('Regular expression for it.'),
  },
  { extra: OPTIONAL_WAY },
);

/** Compares a text in at most one way. */
export function stringMatch(description: string): ObjectSchema {
  return described(match, description);
}

/** Compares the value of a query parameter during analysis. */
export const queryMatch = sharedObject(
  'QueryMatch',
  'Compares the value of a query parameter in at most one way.',
  { exact: text('The whole value.'), prefix: text('How it begins.'), regex: text('Regular expression for it.') },
  { extra: OPTIONAL_WAY },
);

/** Compares the value of a header during analysis. */
export const headerMatch = sharedObject(
  'HeaderMatch',
  'Compares the value of a header in exactly one way.',
  {
    exact: formattedText('The whole value.'),
    prefix: formattedText('How it begins.'),
    suffix: formattedText('How it ends.'),
    regex: formattedText('Regular expression for it.'),
  },
  { extra: { oneOf: ways('exact', 'prefix', 'suffix', 'regex') } },
);

/** Compares the origin of a request. */
export const originMatch = sharedObject(
  'OriginMatch',
  'Compares the origin of a request in exactly one way.',
  {
    exact: formattedText('The whole origin.'),
    prefix: formattedText('How it begins.'),
    regex: formattedText('Regular expression for it.'),
  },
  { extra: { oneOf: ways('exact', 'prefix', 'regex') } },
);
