import { type FieldError, invalidField, requiredField, tooLongField, validateQualifiedName } from '@gotk/objects';

const MAX_PARAMETERS = 512;
const MAX_PARAMETER_BYTES = 256 * 1024;

/** What is wrong with the name of who makes volumes. */
export function checkProvisioner(name: string, field: string): readonly FieldError[] {
  return name === '' ? [requiredField(field)] : validateQualifiedName(name.toLowerCase(), field);
}

/** What is wrong with the parameters of a class. */
export function checkParameters(parameters: Readonly<Record<string, string>>): readonly FieldError[] {
  const entries = Object.entries(parameters);
  if (entries.length > MAX_PARAMETERS) return [tooLongField('parameters', MAX_PARAMETERS)];
  const size = entries.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  return [
    ...(Object.hasOwn(parameters, '') ? [invalidField('parameters', '', 'field can not be empty.')] : []),
    ...(size > MAX_PARAMETER_BYTES ? [tooLongField('parameters', MAX_PARAMETER_BYTES)] : []),
  ];
}
