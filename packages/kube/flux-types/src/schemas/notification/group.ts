import { choice, map, required, sharedObject, text } from '../build.js';
import { objectName } from '../fields/references.js';
import type { Schema } from '../schema.js';

/** What all kinds of the notification group share. */
export const NOTIFICATION_GROUP = {
  group: 'notification.toolkit.fluxcd.io',
  folder: 'notification',
  categories: ['all', 'fluxcd', 'fluxcd-notifications'],
} as const;

const KINDS = [
  'Bucket',
  'GitRepository',
  'Kustomization',
  'HelmRelease',
  'HelmChart',
  'HelmRepository',
  'ImageRepository',
  'ImagePolicy',
  'ImageUpdateAutomation',
  'OCIRepository',
  'ArtifactGenerator',
  'ExternalArtifact',
];

function fields(): Readonly<Record<string, Schema>> {
  return {
    apiVersion: text('API version of the objects.'),
    kind: required(choice('Kind of the objects.', KINDS)),
    name: required(objectName('Name of one object, or * for all of the kind.')),
    namespace: objectName('Namespace of the objects; default: that of this object.'),
    matchLabels: map('Labels the objects must have; only with name: *.'),
  };
}

/** Objects that an Alert listens to. */
export const crossNamespaceRef = sharedObject(
  'CrossNamespaceObjectReference',
  'Names one object, or all of a kind, in this or another namespace.',
  fields(),
);

/** Objects that a Receiver wakes. */
export const receiverResource = sharedObject('ReceiverResource', 'Objects to reconcile when the webhook is called.', {
  ...fields(),
  filter: text('CEL expression over "req" and "res" that narrows the objects down.'),
});
