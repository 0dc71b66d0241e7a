import { ANY } from '../decode/go-type.js';
import { hashNames } from '../finish/hash-names.js';
import type { TransformerPlugin } from '../plugins/plugin.js';

/** Puts hashes behind the names of generated objects earlier than a build would. */
export const hashTransformer: TransformerPlugin<unknown> = {
  role: 'transformer',
  kind: 'HashTransformer',
  type: ANY,
  configure:
    (_, { context }) =>
    (list) =>
      hashNames(list, context.reader.options.exact),
};
