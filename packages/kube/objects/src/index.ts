export {
  asJson,
  fieldOf,
  type KubeList,
  type KubeObject,
  type ManagedFieldsEntry,
  type ObjectMeta,
  type OwnerReference,
} from './kube-object.js';
export {
  type KindRef,
  keyOf,
  type ObjectKey,
  parseApiVersion,
  renderApiVersion,
  renderObjectName,
} from './object-key.js';
