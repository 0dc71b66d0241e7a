import {
  checkDns1123Label,
  checkDns1123Subdomain,
  duplicateField,
  type FieldError,
  invalidField,
  requiredField,
} from '@gotk/objects';
import { withInternalValue } from '../../internal-values/with-internal-value.js';

/** A claim of devices that a pod names. */
export interface PodClaimDraft {
  readonly name: string;
  readonly resourceClaimName?: string;
  readonly resourceClaimTemplateName?: string;
}

/** What is wrong with the claims of devices that a pod names. */
export function checkPodClaims(claims: readonly PodClaimDraft[], field: string): readonly FieldError[] {
  return claims.flatMap((claim, index) => {
    const at = `${field}[${index}]`;
    const { name, resourceClaimName: own, resourceClaimTemplateName: template } = claim;
    const isRepeated = claims.slice(0, index).some((other) => other.name === name);
    const subdomain = (value: string | undefined, place: string): readonly FieldError[] =>
      value === undefined ? [] : checkDns1123Subdomain(value).map((error) => invalidField(place, value, error));
    return [
      ...(name === '' ? [requiredField(`${at}.name`, '')] : []),
      ...(name !== '' && isRepeated ? [duplicateField(`${at}.name`, name)] : []),
      ...(name === '' || isRepeated ? [] : checkDns1123Label(name)).map((error) =>
        invalidField(`${at}.name`, name, error),
      ),
      ...checkSource(claim, at),
      ...subdomain(own, `${at}.resourceClaimName`),
      ...subdomain(template, `${at}.resourceClaimTemplateName`),
    ];
  });
}

function checkSource(claim: PodClaimDraft, field: string): readonly FieldError[] {
  const { resourceClaimName: own, resourceClaimTemplateName: template } = claim;
  const names = '`resourceClaimName`';
  const detail =
    own !== undefined && template !== undefined
      ? `at most one of ${names} or \`resourceClaimTemplateName\` may be specified`
      : own === undefined && template === undefined
        ? `must specify one of: ${names}, \`resourceClaimTemplateName\``
        : undefined;
  if (detail === undefined) return [];
  return [withInternalValue(invalidField(field, null, detail), 'core.PodResourceClaim', claim)];
}
