import { describe, expect, it } from 'vitest';
import {
  checkConfigMapKey,
  checkDns1035Label,
  checkDns1123Label,
  checkDns1123Subdomain,
  checkPathSegmentName,
  checkPortName,
  checkQualifiedName,
  nameIsDnsSubdomain,
  notSupportedField,
  type ObjectMeta,
  renderFieldError,
  tooLongField,
  tooManyField,
  utf8Length,
  validateAnnotations,
  validateCidr,
  validateFieldManager,
  validateIp,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '../index.js';

describe('names', () => {
  it.each([
    [checkDns1123Label, 'a-1', 0],
    [checkDns1123Label, 'a.b', 1],
    [checkDns1123Label, `${'a'.repeat(63)}`, 0],
    [checkDns1123Label, `${'a'.repeat(64)}`, 1],
    [checkDns1123Label, 'a\n', 1],
    [checkDns1123Subdomain, 'a.b-c', 0],
    [checkDns1123Subdomain, 'A', 1],
    [checkDns1035Label, '1a', 1],
    [checkQualifiedName, 'x.y/Z_1', 0],
    [checkQualifiedName, '/', 3],
    [checkQualifiedName, 'é'.repeat(40), 2],
    [checkConfigMapKey, '..data', 1],
    [checkPortName, '-A--', 4],
    [checkPathSegmentName, 'a/b%c', 2],
  ])('%o of %j has %i errors', (check, value, count) => expect(check(value)).toHaveLength(count));

  it('a generateName may end in a dash', () => {
    expect(nameIsDnsSubdomain('a-', true)).toEqual([]);
    expect(nameIsDnsSubdomain('a-', false)).toHaveLength(1);
  });

  it('utf8Length counts bytes', () => expect(utf8Length('aé€😀')).toBe(10));
});

describe('field errors', () => {
  it.each([
    [notSupportedField('spec.x', 'a', ['b', 'c']), 'spec.x: Unsupported value: "a": supported values: "b", "c"'],
    [tooLongField('x', 1), 'x: Too long: may not be more than 1 byte'],
    [tooManyField('x', 3, 2), 'x: Too many: 3: must have at most 2 items'],
  ])('%o', (error, text) => expect(renderFieldError(error)).toBe(text));
});

it.each([
  [validateIp, '010.0.0.1', 'f: Invalid value: "010.0.0.1": must not have leading 0s'],
  [validateIp, '::ffff:1.2.3.4', 'f: Invalid value: "::ffff:1.2.3.4": must not be an IPv4-mapped IPv6 address'],
  [validateIp, '2001:DB8::1', 'f: Invalid value: "2001:DB8::1": must be in canonical form ("2001:db8::1")'],
  [validateCidr, '10.0.0.1/8', 'f: Invalid value: "10.0.0.1/8": must not have bits set beyond the prefix length'],
])('%o %s', (validate, value, text) => expect(validate(value, 'f').map(renderFieldError)).toEqual([text]));

describe('validateObjectMeta', () => {
  it.each<[string, ObjectMeta, boolean, readonly string[]]>([
    ['a fine one', { name: 'a', namespace: 'n' }, true, []],
    ['no name', { namespace: 'n' }, true, ['metadata.name: Required value: name or generateName is required']],
    ['no namespace', { name: 'a' }, true, ['metadata.namespace: Required value']],
    [
      'a namespace too many',
      { name: 'a', namespace: 'n' },
      false,
      ['metadata.namespace: Forbidden: not allowed on this type'],
    ],
    [
      'two controllers',
      {
        name: 'a',
        ownerReferences: ['x', 'y'].map((name) => ({
          apiVersion: 'v1',
          kind: 'Pod',
          name,
          uid: 'u',
          controller: true,
        })),
      },
      false,
      [
        'metadata.ownerReferences: Invalid value: [{"apiVersion":"v1","kind":"Pod","name":"x","uid":"u","controller":true},{"apiVersion":"v1","kind":"Pod","name":"y","uid":"u","controller":true}]: Only one reference can have Controller set to true. Found "true" in references for Pod/x and Pod/y',
      ],
    ],
    [
      'contradicting finalizers',
      { name: 'a', finalizers: ['orphan', 'foregroundDeletion'] },
      false,
      [
        'metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set',
      ],
    ],
  ])('%s', (_title, meta, namespaced, texts) =>
    expect(validateObjectMeta(meta, { namespaced }).map(renderFieldError)).toEqual(texts),
  );

  it('bounds annotations', () => {
    const errors = validateAnnotations({ a: 'x'.repeat(256 * 1024) }, 'metadata.annotations');
    expect(errors.map(renderFieldError)).toEqual(['metadata.annotations: Too long: may not be more than 262144 bytes']);
  });
});

describe('validateObjectMetaUpdate', () => {
  const before: ObjectMeta = { name: 'a', uid: 'u', resourceVersion: '1' };

  it('keeps names and identities', () => {
    expect(validateObjectMetaUpdate({ ...before, name: 'b' }, before).map(renderFieldError)).toEqual([
      'metadata.name: Invalid value: "b": field is immutable',
    ]);
  });

  it('accepts no new finalizers while deleting', () => {
    const deleting = { ...before, deletionTimestamp: '2024-01-01T00:00:00Z', finalizers: ['x'] };
    expect(validateObjectMetaUpdate({ ...deleting, finalizers: ['y', 'x'] }, deleting).map(renderFieldError)).toEqual([
      'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"y"}',
    ]);
  });
});

it('a field manager is printable', () => {
  expect(validateFieldManager('é\u0007', 'm').map(renderFieldError)).toEqual([
    'm: Invalid value: "é\\a": invalid character U+0007 (at position 2)',
  ]);
});
