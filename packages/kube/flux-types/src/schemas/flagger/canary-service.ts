import { choice, flag, integer, integerOrText, list, map, number, object, required, text } from '../build.js';
import { API_GROUP, DNS_LABEL, DNS_SUBDOMAIN, KIND_NAME } from '../fields/patterns.js';
import type { ObjectSchema, Schema } from '../schema.js';
import { trafficPolicy } from './canary-traffic-policy.js';
import { formattedText } from './group.js';
import { originMatch, stringMatch } from './string-match.js';

const metadata = (name: string, about: string): ObjectSchema =>
  object(name, about, { labels: map('Labels.'), annotations: map('Annotations.') });

const requestMatch = object('CanaryRequestMatch', 'Requests that a route takes; every field given must match.', {
  name: formattedText('Name of the match.'),
  uri: stringMatch('Path.'),
  scheme: stringMatch('Scheme.'),
  method: stringMatch('Method.'),
  authority: stringMatch('Host.'),
  headers: map('Headers by name.', stringMatch('')),
  withoutHeaders: map('Headers that must not match, by name.', stringMatch('')),
  queryParams: map('Query parameters by name.', stringMatch('')),
  port: integer('Port.'),
  gateways: list('Gateways the request came through.', formattedText()),
  ignoreUriCase: flag('Compares the path without regard to case.'),
  sourceLabels: map('Labels of the calling pod.', formattedText()),
  sourceNamespace: formattedText('Namespace of the calling pod.'),
});

const headerChanges = (name: string, about: string): ObjectSchema =>
  object(name, about, {
    set: map('Headers to overwrite.', formattedText()),
    add: map('Headers to append.', formattedText()),
    remove: list('Headers to take away.', formattedText()),
  });

function gatewayFields(group: string, kind: string): Readonly<Record<string, Schema>> {
  return {
    group: text('API group.', { maxLength: 253, pattern: API_GROUP, default: group }),
    kind: text('Kind.', { minLength: 1, maxLength: 63, pattern: KIND_NAME, default: kind }),
    name: required(text('Name.', { minLength: 1, maxLength: 253 })),
    namespace: text('Namespace.', { minLength: 1, maxLength: 63, pattern: DNS_LABEL }),
    port: integer('Port.', { format: 'int32', minimum: 1, maximum: 65535 }),
  };
}

const mirrorBackend = object(
  'CanaryMirrorBackend',
  'Service that gets a copy of the requests.',
  gatewayFields('', 'Service'),
  {
    rules: [
      {
        rule: "(size(self.group) == 0 && self.kind == 'Service') ? has(self.port) : true",
        message: 'Must have port for Service reference',
      },
    ],
  },
);

const gatewayRef = object('CanaryGatewayReference', 'A gateway that routes are attached to.', {
  ...gatewayFields('gateway.networking.k8s.io', 'Gateway'),
  sectionName: text('Listener of the gateway.', { minLength: 1, maxLength: 253, pattern: DNS_SUBDOMAIN }),
});

const corsPolicy = object('CanaryCorsPolicy', 'Answers to requests from other origins.', {
  allowOrigin: list('Origins allowed.', formattedText()),
  allowOrigins: list('Origins allowed, by comparison.', originMatch),
  allowMethods: list('Methods allowed.', formattedText()),
  allowHeaders: list('Headers allowed.', formattedText()),
  exposeHeaders: list('Headers that scripts may read.', formattedText()),
  allowCredentials: flag('Allows credentials.'),
  maxAge: text('How long browsers may keep the answer.'),
});

const routing: Readonly<Record<string, Schema>> = {
  hosts: list('Hosts of the route.', text()),
  gateways: list('Istio gateways of the route.', text()),
  gatewayRefs: list('Gateways of the Gateway API.', gatewayRef, { maxItems: 32 }),
  delegation: flag('Makes a route that another one delegates to.'),
  match: list('Requests that the route takes.', requestMatch),
  rewrite: object('CanaryRewrite', 'Change of host or path before forwarding.', {
    uri: formattedText('New path.'),
    authority: formattedText('New host.'),
    type: formattedText('ReplaceFullPath or ReplacePrefixMatch.'),
  }),
  retries: object('CanaryRetries', 'Retries of failed requests.', {
    attempts: integer('How many.', { format: 'int32' }),
    perTryTimeout: text('How long one may take.'),
    retryOn: formattedText('What counts as failed.'),
  }),
  headers: object('CanaryHeaders', 'Changes of headers.', {
    request: headerChanges('CanaryRequestHeaders', 'Changes of request headers.'),
    response: headerChanges('CanaryResponseHeaders', 'Changes of response headers.'),
  }),
  mirror: list(
    'Services that get a copy of the requests.',
    object('CanaryMirror', 'One copy.', { backendRef: mirrorBackend }),
    { extra: { required: ['backendRef'] } },
  ),
  corsPolicy,
  trafficPolicy,
  timeout: text('How long a request may take.'),
  backendTimeout: text('How long a request to a pod may take.'),
};

/** `spec.service`. */
export const canaryService = object('CanaryService', 'The Service and routes to make.', {
  name: text('Name of the Service; default: that of the target.'),
  port: required(number('Port of the Service.')),
  portName: text('Name of the port; default: http.'),
  targetPort: integerOrText('Port of the pods; default: port.'),
  appProtocol: text('Protocol of the application.'),
  portDiscovery: flag('Adds all ports of the pods to the Service.'),
  headless: flag('Makes Services without an address.'),
  trafficDistribution: choice('Which pods are preferred.', ['PreferClose', 'PreferSameZone', 'PreferSameNode']),
  apex: metadata('CanaryApexMetadata', 'Metadata of the main Service.'),
  primary: metadata('CanaryPrimaryMetadata', 'Metadata of the Service of the primary.'),
  canary: metadata('CanaryCanaryMetadata', 'Metadata of the Service of the canary.'),
  unmanagedMetadata: object('CanaryUnmanagedMetadata', 'Metadata that others manage.', {
    labels: list('Names of labels.', text()),
    annotations: list('Names of annotations.', text()),
  }),
  meshName: text('Name of the App Mesh mesh.'),
  backends: list('App Mesh backends.', text()),
  ...routing,
});
