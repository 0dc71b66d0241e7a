import { checkQualifiedName, type FieldError, invalidField } from '@gotk/objects';

const COMPUTE = ['cpu', 'memory', 'ephemeral-storage'];
const COUNTED = [
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
];
const QUOTA = [
  ...COMPUTE,
  ...COMPUTE.map((name) => `requests.${name}`),
  ...COMPUTE.map((name) => `limits.${name}`),
  'requests.storage',
  ...COUNTED,
];
const STANDARD = [...QUOTA, 'storage'];

function isQuotaHugePages(name: string): boolean {
  return name.startsWith('hugepages-') || name.startsWith('requests.hugepages-');
}

/** Whether Kubernetes itself knows the resource; others have a domain before a slash. */
export function isNativeResource(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

/** Whether the resource is one that a device plugin may offer. */
export function isExtendedResource(name: string): boolean {
  if (isNativeResource(name) || name.startsWith('requests.')) return false;
  return checkQualifiedName(`requests.${name}`).length === 0;
}

/** Whether amounts of the resource are whole numbers. */
export function isIntegerResource(name: string): boolean {
  return COUNTED.includes(name) || isExtendedResource(name);
}

/** Whether limits of the resource may be larger than requests. */
export function allowsOvercommit(name: string): boolean {
  return isNativeResource(name) && !name.startsWith('hugepages-');
}

/** What is wrong with the name of a resource. */
export function checkResourceName(name: string, field: string): readonly FieldError[] {
  const errors = checkQualifiedName(name).map((error) => invalidField(field, name, error));
  if (errors.length > 0) return errors;
  if (name.includes('/') || STANDARD.includes(name) || isQuotaHugePages(name)) return [];
  return [invalidField(field, name, 'must be a standard resource type or fully qualified')];
}

/** What is wrong with the name of a resource that a container asks for. */
export function checkContainerResourceName(name: string, field: string): readonly FieldError[] {
  const errors = checkResourceName(name, field);
  if (!name.includes('/')) {
    if (COMPUTE.includes(name) || name.startsWith('hugepages-')) return errors;
    return [...errors, invalidField(field, name, 'must be a standard resource for containers')];
  }
  if (isNativeResource(name) || isExtendedResource(name)) return errors;
  return [...errors, invalidField(field, name, "doesn't follow extended resource name standard")];
}

/** What is wrong with the name of a resource that a quota limits. */
export function checkQuotaResourceName(name: string, field: string): readonly FieldError[] {
  const errors = checkResourceName(name, field);
  if (name.includes('/') || QUOTA.includes(name) || isQuotaHugePages(name)) return errors;
  return [...errors, invalidField(field, name, 'must be a standard resource for quota')];
}

/** Whether a quota counts the resource under a name of its own. */
export function isStandardQuotaResource(name: string): boolean {
  return QUOTA.includes(name) || isQuotaHugePages(name);
}
