import { checkDns1035Label, type FieldError, invalidField } from '@gotk/objects';
import type { WrittenNames } from './definition-spec.js';

/** What is wrong with the names that are given; which ones are needed is another matter. */
export function validateNames(names: WrittenNames, field: string): readonly FieldError[] {
  const { kind = '', listKind = '' } = names;
  return [
    ...checkLabel(names.plural, `${field}.plural`),
    ...checkLabel(names.singular, `${field}.singular`),
    ...checkKind(kind, `${field}.kind`),
    ...checkKind(listKind, `${field}.listKind`),
    ...(names.shortNames ?? []).flatMap((name, index) => checkLabel(name, `${field}.shortNames[${index}]`, true)),
    ...(kind !== '' && kind === listKind
      ? [invalidField(`${field}.listKind`, listKind, 'kind and listKind may not be the same')]
      : []),
    ...(names.categories ?? []).flatMap((name, index) => checkLabel(name, `${field}.categories[${index}]`, true)),
  ];
}

function checkLabel(name = '', field: string, needed = false): readonly FieldError[] {
  const problems = name === '' && !needed ? [] : checkDns1035Label(name);
  return problems.length === 0 ? [] : [invalidField(field, name, problems.join(','))];
}

function checkKind(kind: string, field: string): readonly FieldError[] {
  const problems = kind === '' ? [] : checkDns1035Label(kind.toLowerCase());
  if (problems.length === 0) return [];
  return [invalidField(field, kind, `may have mixed case, but should otherwise match: ${problems.join(',')}`)];
}
