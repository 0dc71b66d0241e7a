import { described, required, sharedObject, text } from '../build.js';
import type { ObjectSchema } from '../schema.js';

/** What all kinds of the image group share. */
export const IMAGE_GROUP = {
  group: 'image.toolkit.fluxcd.io',
  folder: 'image',
  version: 'v1',
  categories: ['all', 'fluxcd', 'fluxcd-images'],
} as const;

const schema = sharedObject('ImageRef', 'One image.', {
  name: required(text('Name without tag.')),
  tag: required(text('Tag.')),
  digest: text('Digest.'),
});

/** An image that a policy chose. */
export function imageRef(description: string): ObjectSchema {
  return described(schema, description);
}
