import { choice, flag, list, object, required, text } from '../build.js';
import { NOT_OBSERVED, reconcileStatus } from '../fields/conditions.js';
import { duration } from '../fields/durations.js';
import { AGE, READY, STATUS } from '../fields/printer-columns.js';
import { localRef } from '../fields/references.js';
import { singleVersionKind } from '../kind.js';
import { NOTIFICATION_GROUP, receiverResource } from './group.js';

const TYPES = [
  'generic',
  'generic-hmac',
  'generic-oidc',
  'github',
  'gitlab',
  'bitbucket',
  'harbor',
  'dockerhub',
  'quay',
  'gcr',
  'nexus',
  'acr',
  'cdevents',
];

const variable = object('OidcVariable', 'A named expression that later ones may use.', {
  name: required(text('Name of the variable.')),
  expression: required(text('CEL expression of its value.')),
});

const validation = object('OidcValidation', 'A test that the token must pass.', {
  expression: required(text('CEL expression that must be true.')),
  message: required(text('What to answer when it is not.')),
});

const oidcProvider = object('OidcProvider', 'An issuer whose tokens are accepted.', {
  issuerURL: required(text('Address of the issuer.', { pattern: '^https?://' })),
  audience: text('Audience the token must have; default: notification-controller.'),
  variables: list('Values computed before the validations.', variable),
  validations: required(list('Tests that the token must pass.', validation, { minItems: 1 })),
});

const spec = object(
  'ReceiverSpec',
  'Who may call, and what to reconcile then.',
  {
    type: required(choice('Kind of caller.', TYPES)),
    events: list('Events that are acted on; default: all.', text()),
    resources: required(list('Objects to reconcile.', receiverResource)),
    resourceFilter: text('CEL expression over "req" and "res" that narrows the objects down.'),
    secretRef: localRef('Secret with the token that the path is made of and callers sign with.'),
    oidcProviders: list('Issuers whose tokens are accepted; only for generic-oidc.', oidcProvider, {
      listType: 'map',
      mapKeys: ['issuerURL'],
    }),
    interval: duration('How often to check the Secret.', '10m'),
    suspend: flag('Refuses calls until it is set to false.'),
  },
  {
    rules: [
      {
        rule: "self.type != 'generic-oidc' || (has(self.oidcProviders) && size(self.oidcProviders) > 0)",
        message: 'generic-oidc receivers must define at least one oidcProvider',
      },
      {
        rule: "self.type == 'generic-oidc' || !has(self.oidcProviders) || size(self.oidcProviders) == 0",
        message: 'oidcProviders can only be set when type is generic-oidc',
      },
      {
        rule: "self.type != 'generic-oidc' || !has(self.secretRef)",
        message: 'secretRef cannot be set when type is generic-oidc',
      },
      {
        rule: "self.type == 'generic-oidc' || has(self.secretRef)",
        message: 'secretRef is required when type is not generic-oidc',
      },
    ],
  },
);

const status = object(
  'ReceiverStatus',
  'Where the webhook is.',
  { ...reconcileStatus(), webhookPath: text('Path of the webhook.') },
  NOT_OBSERVED,
);

/** Receiver: a webhook that reconciles objects. */
export const receiver = singleVersionKind({
  ...NOTIFICATION_GROUP,
  version: 'v1',
  kind: 'Receiver',
  plural: 'receivers',
  humanName: 'receiver',
  description: 'A webhook that reconciles objects when it is called.',
  spec,
  status,
  columns: [AGE, READY, STATUS],
});
