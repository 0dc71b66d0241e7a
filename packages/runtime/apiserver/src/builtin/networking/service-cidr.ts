import { type FieldError, invalidField, requiredField, validateCidr } from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import { withInternalValue } from '../internal-values/with-internal-value.js';
import { changedMeta, clusterMeta } from '../object-meta-rules.js';

interface ServiceCidrDraft extends DraftObject {
  spec: { cidrs?: string[] };
}

const FIELD = 'spec.cidrs';
const IMMUTABLE = 'field is immutable';

/** ServiceCIDRs are where the addresses of Services are taken from. */
export const serviceCidrKind = builtinKind<ServiceCidrDraft>({
  strategy: {
    validate: (cidr) => [...clusterMeta(cidr), ...check(cidr.spec.cidrs ?? [])],
    validateUpdate: (cidr, old) => [
      ...changedMeta(cidr, old),
      ...checkChange(cidr.spec.cidrs ?? null, old.spec.cidrs ?? []),
    ],
  },
});

function check(cidrs: readonly string[]): readonly FieldError[] {
  if (cidrs.length === 0) return [requiredField(FIELD, 'at least one CIDR required')];
  if (cidrs.length > 2)
    return [
      withInternalValue(invalidField(FIELD, null, 'may only hold up to 2 values'), 'networking.ServiceCIDRSpec', {
        cidrs,
      }),
    ];
  const families = cidrs.map((cidr) => (cidr.includes('/') ? cidr.includes(':') : undefined));
  const one = 'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64';
  return [
    ...cidrs.flatMap((cidr, index) => validateCidr(cidr, `${FIELD}[${index}]`)),
    ...(cidrs.length === 2 && families[0] !== undefined && families[0] === families[1]
      ? [invalidField(FIELD, cidrs, one)]
      : []),
  ];
}

function checkChange(cidrs: readonly string[] | null, old: readonly string[]): readonly FieldError[] {
  const given = cidrs ?? [];
  const changed = given.flatMap((cidr, index) =>
    index < old.length && cidr !== old[index] ? [invalidField(`${FIELD}[${index}]`, cidr, IMMUTABLE)] : [],
  );
  if (given.length === old.length) return changed;
  if (old.length === 1 && given.length === 2) return [...changed, ...check(given)];
  return [invalidField(FIELD, cidrs, IMMUTABLE)];
}
