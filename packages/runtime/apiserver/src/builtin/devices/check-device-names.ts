import {
  checkCIdentifier,
  checkDns1123Label,
  checkDns1123Subdomain,
  type FieldError,
  invalidField,
  requiredField,
  tooLongField,
} from '@gotk/objects';
import { checkDriverName } from '../storage/check-driver-name.js';

const MAX_POOL_BYTES = 253;
const MAX_ID_BYTES = 32;
/** Of a domain, a slash and a name. */
export const MAX_QUALIFIED_BYTES = 63 + 1 + MAX_ID_BYTES;

/** What is wrong with a name that is a DNS label: of a request, a device or a set of counters. */
export function checkLabelName(name: string, field: string): readonly FieldError[] {
  return checkDns1123Label(name).map((error) => invalidField(field, name, error));
}

/** What is wrong with the name of a pool of devices: parts between slashes. */
export function checkPoolName(name: string, field: string): readonly FieldError[] {
  if (name === '') return [requiredField(field)];
  return [
    ...(Buffer.byteLength(name) > MAX_POOL_BYTES ? [tooLongField(field, MAX_POOL_BYTES)] : []),
    ...name.split('/').flatMap((part) => checkDns1123Subdomain(part).map((error) => invalidField(field, part, error))),
  ];
}

/** What is wrong with the name of an attribute or a capacity, which may have a domain; of more slashes nothing is said. */
export function checkAttributeName(name: string, field: string): readonly FieldError[] {
  const [first = '', second, ...more] = name.split('/');
  if (more.length > 0) return [];
  if (second === undefined) return checkIdentifier(first, field);
  return [
    ...(first === '' ? [invalidField(field, '', 'the domain must not be empty')] : checkDriverName(first, field)),
    ...(second === '' ? [invalidField(field, '', 'the name must not be empty')] : checkIdentifier(second, field)),
  ];
}

/** What is wrong with the name of an attribute that must have a domain. */
export function checkQualifiedAttribute(name: string, field: string): readonly FieldError[] {
  const detail = 'a fully qualified name must be a domain and a name separated by a slash';
  return [...checkAttributeName(name, field), ...(name.includes('/') ? [] : [invalidField(field, name, detail)])];
}

function checkIdentifier(id: string, field: string): readonly FieldError[] {
  return [
    ...(Buffer.byteLength(id) > MAX_ID_BYTES ? [tooLongField(field, MAX_ID_BYTES)] : []),
    ...checkCIdentifier(id).map((error) => invalidField(field, id, error)),
  ];
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NORMAL_FORM =
  'uid must be in RFC 4122 normalized form, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` with lowercase hexadecimal characters';

/** What is wrong with an identity that was made elsewhere. */
export function checkUid(uid: string, field: string): readonly FieldError[] {
  const bare = /^(?:urn:uuid:(.{36})|\{(.{36})\})$/i.exec(uid);
  const isUuid = UUID.test(bare?.[1] ?? bare?.[2] ?? uid) || /^[0-9a-f]{32}$/i.test(uid);
  if (isUuid) return UUID.test(uid) && uid === uid.toLowerCase() ? [] : [invalidField(field, uid, NORMAL_FORM)];
  const isRightLength = [32, 36, 38, 45].includes(uid.length);
  const problem = isRightLength ? 'invalid UUID format' : `invalid UUID length: ${uid.length}`;
  return [invalidField(field, uid, `error validating uid: ${problem}`)];
}
