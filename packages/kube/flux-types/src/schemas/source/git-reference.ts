import { described, sharedObject, text } from '../build.js';
import type { ObjectSchema } from '../schema.js';

const schema = sharedObject('GitReference', 'What to check out; the more exact field wins.', {
  branch: text('Branch; default: master when nothing else is set.'),
  tag: text('Tag; wins over branch.'),
  semver: text('Range of versions; its highest tag wins over tag.'),
  name: text('Full reference name such as refs/pull/1/head; wins over branch, tag and semver.'),
  commit: text('Commit hash; wins over all others. With branch set, it is looked for there.'),
});

/** A Git reference. */
export function gitReference(description: string): ObjectSchema {
  return described(schema, description);
}
