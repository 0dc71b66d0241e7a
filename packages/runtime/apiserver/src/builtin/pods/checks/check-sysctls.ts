import { duplicateField, type FieldError, invalidField, requiredField } from '@gotk/objects';

const MAX_NAME = 253;
const SEGMENT = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const PATTERN = `^(${SEGMENT}[\\./])*${SEGMENT}$`;

/** What is wrong with the kernel parameters that a pod sets. */
export function checkSysctls(sysctls: readonly { readonly name?: string }[], field: string): readonly FieldError[] {
  const names = sysctls.map(({ name = '' }) => name);
  return names.flatMap((name, index) => {
    const at = `${field}[${index}].name`;
    if (name === '') return [requiredField(at)];
    if (!isSysctlName(name))
      return [invalidField(at, name, `must have at most ${MAX_NAME} characters and match regex ${PATTERN}`)];
    return names.indexOf(name) < index ? [duplicateField(at, name)] : [];
  });
}

/** Segments between dots and slashes: letters and digits, and dashes and underscores inside. */
function isSysctlName(name: string): boolean {
  if (name.length > MAX_NAME) return false;
  return name.split(/[./]/).every((segment) => /^[a-z0-9_-]+$/.test(segment) && !/^[-_]|[-_]$/.test(segment));
}
