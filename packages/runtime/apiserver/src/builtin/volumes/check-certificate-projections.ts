import {
  type FieldError,
  invalidField,
  type LabelSelector,
  nameIsDnsSubdomain,
  notSupportedField,
  requiredField,
  validateLabelSelector,
  validateQualifiedName,
} from '@gotk/objects';
import { checkSignerName } from '../certificates/check-signer-name.js';
import { withInternalValue } from '../internal-values/with-internal-value.js';
import { checkUnreservedPath } from '../pods/checks/check-paths.js';
import { requireFields, textOf, type VolumeSource } from './volume-source.js';

/** What is wrong with a file of the certificates that a cluster trusts. */
export function checkTrustBundle(bundle: VolumeSource, field: string): readonly FieldError[] {
  const path = textOf(bundle, 'path');
  return [
    ...checkBundleChoice(bundle, field),
    ...requireFields(bundle, ['path'], field),
    ...checkUnreservedPath(path, `${field}.path`),
  ];
}

function checkBundleChoice(bundle: VolumeSource, field: string): readonly FieldError[] {
  const { name, signerName, labelSelector } = bundle;
  if (name !== undefined && signerName !== undefined)
    return [
      withInternalValue(
        invalidField(field, null, 'only one of name and signerName may be used'),
        'core.ClusterTrustBundleProjection',
        bundle,
      ),
    ];
  if (name !== undefined) return checkBundleName(String(name), labelSelector, field);
  if (signerName === undefined) return [requiredField(field, 'either name or signerName must be specified')];
  const at = `${field}.signerName`;
  return [
    ...(signerName === '' ? [requiredField(at, 'must be a valid signer name')] : []),
    ...checkSignerName(String(signerName), at),
    ...validateLabelSelector(labelSelector as LabelSelector | undefined, `${field}.labelSelector`),
  ];
}

function checkBundleName(name: string, labelSelector: unknown, field: string): readonly FieldError[] {
  const at = `${field}.name`;
  const detail = 'labelSelector must be unset if name is specified';
  return [
    ...(name === '' ? [requiredField(at, 'must be a valid object name')] : []),
    // What comes before the last colon is the signer, which the name begins with: only the rest has a form.
    ...nameIsDnsSubdomain(name.slice(name.lastIndexOf(':') + 1), false).map((error) =>
      invalidField(at, name, `not a valid clustertrustbundlename: ${error}`),
    ),
    ...(labelSelector === undefined
      ? []
      : [
          withInternalValue(
            invalidField(`${field}.labelSelector`, null, detail),
            'v1.LabelSelector',
            labelSelector ?? {},
          ),
        ]),
  ];
}

const KEY_TYPES = ['RSA3072', 'RSA4096', 'ECDSAP256', 'ECDSAP384', 'ECDSAP521', 'ED25519'];
const PATHS = ['credentialBundlePath', 'keyPath', 'certificateChainPath'];
const MIN_SECONDS = 3600;
const MAX_SECONDS = 91 * 24 * 3600;
/** Of certificates that Kubernetes itself signs. */
const MAX_OWN_SECONDS = 24 * 3600;

/** What is wrong with the files of a certificate that is made for the pod. */
export function checkPodCertificate(source: VolumeSource, field: string): readonly FieldError[] {
  const signer = textOf(source, 'signerName');
  const keyType = textOf(source, 'keyType');
  const paths = PATHS.filter((name) => textOf(source, name) !== '');
  const none = 'specify at least one of credentialBundlePath, keyPath, and certificateChainPath';
  return [
    ...checkSignerName(signer, `${field}.signerName`),
    ...Object.keys(source['userAnnotations'] ?? {}).flatMap((key) =>
      checkAnnotationKey(key.toLowerCase(), `${field}.userAnnotations`),
    ),
    ...(KEY_TYPES.includes(keyType) ? [] : [notSupportedField(`${field}.keyType`, keyType, KEY_TYPES)]),
    ...checkLifetime(source['maxExpirationSeconds'], signer, `${field}.maxExpirationSeconds`),
    ...paths.flatMap((name) => checkUnreservedPath(textOf(source, name), `${field}.${name}`)),
    ...(paths.length === 0 ? [requiredField(field, none)] : []),
  ];
}

function checkAnnotationKey(key: string, field: string): readonly FieldError[] {
  if (key === '') return [requiredField(field)];
  const errors = validateQualifiedName(key, field);
  if (errors.length > 0 || key.includes('/')) return errors;
  return [invalidField(field, key, 'must be a domain-prefixed key (such as "acme.io/foo")')];
}

function checkLifetime(given: unknown, signer: string, field: string): readonly FieldError[] {
  if (given === undefined || given === null) return [];
  const seconds = Number(given);
  const max = /^(?:[^/]*\.)?kubernetes\.io(?:\/|$)/.test(signer) ? MAX_OWN_SECONDS : MAX_SECONDS;
  const bound = (text: string): FieldError =>
    invalidField(field, seconds, `if provided, maxExpirationSeconds must be ${text}`);
  return [
    ...(seconds < MIN_SECONDS ? [bound(`>= ${MIN_SECONDS}`)] : []),
    ...(seconds > max ? [bound(`<= ${max}`)] : []),
  ];
}
