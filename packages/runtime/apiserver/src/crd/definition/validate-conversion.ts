import { checkDns1035Label, type FieldError, forbiddenField, invalidField, requiredField } from '@gotk/objects';
import { validateClientConfig } from '../../webhooks/validate-client-config.js';
import type { DefinitionSpec } from './definition-spec.js';
import { type DefinitionOptions, validateEnum } from './validate-spec.js';

const KNOWN_REVIEWS = ['v1', 'v1beta1'];

/** What is wrong with the conversion between the versions of a definition. */
export function validateConversion(
  { conversion, preserveUnknownFields }: DefinitionSpec,
  { allowBrokenBundle }: Pick<DefinitionOptions, 'allowBrokenBundle'>,
): readonly FieldError[] {
  if (conversion === undefined) return [];
  const field = 'spec.conversion';
  const { strategy = '', webhook } = conversion;
  const errors: FieldError[] = [];
  if (strategy !== 'None' && preserveUnknownFields === true) {
    errors.push(invalidField(`${field}.strategy`, strategy, 'must be None if spec.preserveUnknownFields is true'));
  }
  errors.push(...validateEnum(`${field}.strategy`, strategy, ['None', 'Webhook']));
  const reviews = webhook?.conversionReviewVersions ?? [];
  const clientConfig = webhook?.clientConfig;
  if (strategy !== 'Webhook') {
    const detail = 'should not be set when strategy is not set to Webhook';
    if (clientConfig !== undefined) errors.push(forbiddenField(`${field}.webhookClientConfig`, detail));
    if (reviews.length > 0) errors.push(forbiddenField(`${field}.conversionReviewVersions`, detail));
    return errors;
  }
  const configField = `${field}.webhookClientConfig`;
  if (clientConfig === undefined) errors.push(requiredField(configField, 'required when strategy is set to Webhook'));
  else errors.push(...validateClientConfig(clientConfig, { field: configField, allowBrokenBundle }));
  return [...errors, ...validateReviewVersions(reviews, `${field}.conversionReviewVersions`)];
}

function validateReviewVersions(versions: readonly string[], field: string): readonly FieldError[] {
  if (versions.length === 0) return [requiredField(field)];
  const errors = versions.flatMap((version, index) =>
    versions.indexOf(version) < index
      ? [invalidField(`${field}[${index}]`, version, 'duplicate version')]
      : checkDns1035Label(version).map((problem) => invalidField(`${field}[${index}]`, version, problem)),
  );
  if (versions.some((version) => KNOWN_REVIEWS.includes(version))) return errors;
  return [...errors, invalidField(field, versions, `must include at least one of ${KNOWN_REVIEWS.join(', ')}`)];
}
