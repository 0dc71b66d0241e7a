import { described, list, required, sharedObject, text } from '../build.js';
import type { ListSchema, ObjectSchema } from '../schema.js';

const selector = sharedObject('ObjectSelector', 'Selects objects; every field given must match.', {
  group: text('API group, as an anchored regular expression.'),
  version: text('API version, as an anchored regular expression.'),
  kind: text('Kind, as an anchored regular expression.'),
  name: text('Name, as an anchored regular expression.'),
  namespace: text('Namespace, as an anchored regular expression.'),
  labelSelector: text('Label selector expression.'),
  annotationSelector: text('Annotation selector expression, in the form of label selectors.'),
});

/** A selector of objects to edit. */
export function objectSelector(description: string): ObjectSchema {
  return described(selector, description);
}

const image = sharedObject('ImageEdit', 'Changes name, tag or digest of a container image.', {
  name: required(text('Image name to look for, without tag.')),
  newName: text('Name to write instead.'),
  newTag: text('Tag to write instead.'),
  digest: text('Digest to write instead of a tag.'),
});

const patch = sharedObject('PatchEdit', 'A patch and the objects it changes.', {
  patch: required(text('Strategic merge patch or list of JSON 6902 operations, as YAML.')),
  target: objectSelector('Objects to change; default: the one a strategic merge patch names.'),
});

/** `images`. */
export function imageEdits(): ListSchema {
  return list('Changes of container images.', image);
}

/** `patches`. */
export function patchEdits(): ListSchema {
  return list('Patches, applied in order.', patch);
}

const ignoreRule = sharedObject('IgnoreRule', 'Fields that drift detection leaves alone.', {
  paths: required(list('JSON pointers of the fields.', text())),
  target: objectSelector('Objects concerned; default: all.'),
});

/** A list of fields that drift detection leaves alone. */
export function ignoreRules(description: string): ListSchema {
  return list(description, ignoreRule);
}
