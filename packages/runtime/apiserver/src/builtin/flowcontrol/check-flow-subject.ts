import {
  checkDns1123Label,
  checkDns1123Subdomain,
  type FieldError,
  forbiddenField,
  invalidField,
  notSupportedField,
  requiredField,
} from '@gotk/objects';

/** Who a rule is for: one of three, named by its kind. */
export interface FlowSubjectDraft {
  kind: string;
  user?: { name: string };
  group?: { name: string };
  serviceAccount?: { name: string; namespace: string };
}

const KINDS = { Group: 'group', ServiceAccount: 'serviceAccount', User: 'user' } as const;

/** What is wrong with a subject. */
export function checkFlowSubject(subject: FlowSubjectDraft, field: string): readonly FieldError[] {
  const { kind } = subject;
  if (!isKind(kind)) return [notSupportedField(`${field}.kind`, kind, Object.keys(KINDS))];
  const own = KINDS[kind];
  const others = (['serviceAccount', 'user', 'group'] as const).filter(
    (name) => name !== own && subject[name] !== undefined,
  );
  return [
    ...checkOwn(subject, kind, `${field}.${own}`),
    ...others.map((name) => {
      const wanted = Object.entries(KINDS).find(([, field]) => field === name)?.[0] ?? '';
      return forbiddenField(`${field}.${name}`, `${name} is forbidden when subject kind is not '${wanted}'`);
    }),
  ];
}

function isKind(kind: string): kind is keyof typeof KINDS {
  return Object.hasOwn(KINDS, kind);
}

function checkOwn(subject: FlowSubjectDraft, kind: keyof typeof KINDS, field: string): readonly FieldError[] {
  const own = KINDS[kind];
  const value = subject[own];
  if (value === undefined) return [requiredField(field, `${own} is required when subject kind is '${kind}'`)];
  const name = value.name === '' ? [requiredField(`${field}.name`, '')] : [];
  return kind === 'ServiceAccount' && subject.serviceAccount !== undefined
    ? [...name, ...checkAccount(subject.serviceAccount, field)]
    : name;
}

function checkAccount({ name, namespace }: { name: string; namespace: string }, field: string): readonly FieldError[] {
  return [
    ...(name === '' || name === '*' ? [] : checkDns1123Subdomain(name)).map((error) =>
      invalidField(`${field}.name`, name, error),
    ),
    ...(namespace === ''
      ? [requiredField(`${field}.namespace`, 'must specify namespace for service account')]
      : checkDns1123Label(namespace).map((error) => invalidField(`${field}.namespace`, namespace, error))),
  ];
}
