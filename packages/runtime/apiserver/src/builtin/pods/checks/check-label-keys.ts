import {
  type FieldError,
  forbiddenField,
  invalidField,
  type LabelSelector,
  validateQualifiedName,
} from '@gotk/objects';

/** What chooses pods by a selector and by labels of the pod itself. */
export interface LabelKeys {
  readonly labelSelector?: LabelSelector;
  readonly matchLabelKeys?: readonly string[];
  readonly mismatchLabelKeys?: readonly string[];
}

/** What is wrong with the keys of labels that pods must share with the pod, or must not; their selector has them by now. */
export function checkLabelKeys(keys: LabelKeys, field: string): readonly FieldError[] {
  const { labelSelector, matchLabelKeys = [], mismatchLabelKeys = [] } = keys;
  return [
    ...checkNames(matchLabelKeys, labelSelector, `${field}.matchLabelKeys`),
    ...checkNames(mismatchLabelKeys, labelSelector, `${field}.mismatchLabelKeys`),
    ...checkSelectedTwice(keys, field),
    ...matchLabelKeys.flatMap((key, index) =>
      mismatchLabelKeys.includes(key)
        ? [
            invalidField(
              `${field}.matchLabelKeys[${index}]`,
              key,
              'exists in both matchLabelKeys and mismatchLabelKeys',
            ),
          ]
        : [],
    ),
  ];
}

function checkNames(
  keys: readonly string[],
  selector: LabelSelector | undefined,
  field: string,
): readonly FieldError[] {
  if (keys.length === 0) return [];
  if (selector === undefined) return [forbiddenField(field, 'must not be specified when labelSelector is not set')];
  return keys.flatMap((key, index) => validateQualifiedName(key, `${field}[${index}]`));
}

/** The selector has one expression for each key that must match; another part of it for the same key is the user's. */
function checkSelectedTwice({ labelSelector, matchLabelKeys = [] }: LabelKeys, field: string): readonly FieldError[] {
  const selected = new Set(Object.keys(labelSelector?.matchLabels ?? {}));
  return (labelSelector?.matchExpressions ?? []).flatMap(({ key }) => {
    const index = matchLabelKeys.lastIndexOf(key);
    const isTwice = index >= 0 && selected.has(key);
    selected.add(key);
    return isTwice ? [invalidField(`${field}[${index}]`, key, 'exists in both matchLabelKeys and labelSelector')] : [];
  });
}
