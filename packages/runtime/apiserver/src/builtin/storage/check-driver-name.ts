import { checkDns1123Subdomain, type FieldError, invalidField, requiredField, tooLongField } from '@gotk/objects';

const MAX_NAME = 63;

/** What is wrong with the name of a CSI driver. */
export function checkDriverName(name: string, field: string): readonly FieldError[] {
  if (name === '') return [requiredField(field, '')];
  return [
    ...(name.length > MAX_NAME ? [tooLongField(field, MAX_NAME)] : []),
    ...checkDns1123Subdomain(name.toLowerCase()).map((error) => invalidField(field, name, error)),
  ];
}
