import { choice, flag, object, required, text } from '../build.js';
import { duration, shortDuration } from '../fields/durations.js';
import { HTTP_URL } from '../fields/patterns.js';
import { AGE } from '../fields/printer-columns.js';
import { localRef } from '../fields/references.js';
import { singleVersionKind } from '../kind.js';
import { NOTIFICATION_GROUP } from './group.js';

const TYPES = [
  'slack',
  'discord',
  'msteams',
  'rocket',
  'generic',
  'generic-hmac',
  'github',
  'gitlab',
  'gitea',
  'giteapullrequestcomment',
  'bitbucketserver',
  'bitbucket',
  'azuredevops',
  'googlechat',
  'googlepubsub',
  'webex',
  'sentry',
  'azureeventhub',
  'telegram',
  'lark',
  'matrix',
  'opsgenie',
  'alertmanager',
  'grafana',
  'githubdispatch',
  'githubpullrequestcomment',
  'gitlabmergerequestcomment',
  'pagerduty',
  'datadog',
  'nats',
  'zulip',
  'otel',
  'zoom',
  'incident.io',
];

const GIT_TYPES = ['github', 'gitlab', 'gitea', 'bitbucketserver', 'bitbucket', 'azuredevops'];

const spec = object(
  'ProviderSpec',
  'The service and how to reach it.',
  {
    type: required(choice('Kind of service.', TYPES)),
    address: text('Address to post to; the Secret may hold it instead.', { maxLength: 2048 }),
    channel: text('Channel, room, project or topic.', { maxLength: 2048 }),
    username: text('Name to post as.', { maxLength: 2048 }),
    secretRef: localRef('Secret with address, token, username, password, headers or proxy.'),
    serviceAccountName: text('ServiceAccount whose cloud identity is used.'),
    certSecretRef: localRef('Secret with a client certificate (tls.crt, tls.key) or a private authority (ca.crt).'),
    proxySecretRef: localRef('Secret with the address and credentials of a proxy.'),
    proxy: text('Former way to give the address of a proxy.', { maxLength: 2048, pattern: HTTP_URL }),
    timeout: shortDuration('How long one message may take; default: 15s.'),
    commitStatusExpr: text('CEL expression over "event", "alert" and "provider" that names the commit status.'),
    interval: duration('Without effect; kept so that older objects stay valid.'),
    suspend: flag('Sends nothing until it is set to false.'),
  },
  {
    rules: [
      {
        rule: `${GIT_TYPES.map((type) => `self.type == '${type}'`).join(' || ')} || !has(self.commitStatusExpr)`,
        message: `spec.commitStatusExpr is only supported for the ${GIT_TYPES.map((type) => `'${type}'`).join(', ')} provider types`,
      },
    ],
  },
);

/** Provider: a service that messages are sent to. */
export const provider = singleVersionKind({
  ...NOTIFICATION_GROUP,
  version: 'v1beta3',
  kind: 'Provider',
  plural: 'providers',
  humanName: 'alert provider',
  description: 'A service that Alerts are sent to.',
  spec,
  columns: [AGE],
});
