import { choice, flag, list, map, object, required, text } from '../build.js';
import { column } from '../fields/printer-columns.js';
import { localRef } from '../fields/references.js';
import { singleVersionKind } from '../kind.js';
import { FLAGGER_GROUP } from './group.js';

const TYPES = [
  'prometheus',
  'influxdb',
  'datadog',
  'externalmetrics',
  'stackdriver',
  'cloudwatch',
  'newrelic',
  'graphite',
  'dynatrace',
  'keptn',
  'splunk',
];

const provider = object('MetricTemplateProvider', 'The service that answers the query.', {
  type: required(choice('Kind of service.', TYPES)),
  address: text('Address of the service.'),
  region: text('Region of the service.'),
  headers: map('Headers to send.', list('', text())),
  secretRef: localRef('Secret with credentials.'),
  insecureSkipVerify: flag('Does not check certificates.'),
});

/** MetricTemplate: a query that Canaries share. */
export const metricTemplate = singleVersionKind({
  ...FLAGGER_GROUP,
  kind: 'MetricTemplate',
  plural: 'metrictemplates',
  humanName: 'metric template',
  description: 'A metrics query that Canaries can use.',
  spec: object('MetricTemplateSpec', 'The query and where to ask it.', {
    provider: required(provider),
    query: required(text('The query, a template over the Canary.')),
  }),
  hasStatusSubresource: true,
  columns: [column('Provider', '.spec.provider.type')],
});
