import {
  checkDns1123Subdomain,
  checkPathSegmentName,
  type FieldError,
  invalidField,
  requiredField,
} from '@gotk/objects';

/** A reference to an object of any kind. */
interface ObjectReference {
  readonly apiGroup?: string | null;
  readonly kind: string;
  readonly name: string;
}

/** What is wrong with the group, the kind and the name that a reference says. */
export function checkObjectReference({ apiGroup, kind, name }: ObjectReference, field: string): readonly FieldError[] {
  const group = apiGroup ?? undefined;
  return [
    ...(group === undefined ? [] : checkDns1123Subdomain(group)).map((error) =>
      invalidField(`${field}.apiGroup`, group ?? '', error),
    ),
    ...checkSegment(kind, `${field}.kind`),
    ...checkSegment(name, `${field}.name`),
  ];
}

function checkSegment(value: string, field: string): readonly FieldError[] {
  if (value === '') return [requiredField(field)];
  return checkPathSegmentName(value).map((error) => invalidField(field, value, error));
}
