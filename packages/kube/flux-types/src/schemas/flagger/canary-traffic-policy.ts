import { choice, flag, integer, list, map, object, text } from '../build.js';
import type { NumberSchema } from '../schema.js';
import { formattedText } from './group.js';

const int32 = (description: string): NumberSchema => integer(description, { format: 'int32' });

const connectionPool = object('CanaryConnectionPool', 'Limits of connections.', {
  http: object('CanaryHttpPool', 'Limits of HTTP connections.', {
    h2UpgradePolicy: choice('Whether to upgrade to HTTP/2.', ['DEFAULT', 'DO_NOT_UPGRADE', 'UPGRADE']),
    http1MaxPendingRequests: int32('Requests that may wait.'),
    http2MaxRequests: int32('Requests that may run at once.'),
    idleTimeout: text('How long a connection may be idle.'),
    maxRequestsPerConnection: int32('Requests on one connection.'),
    maxRetries: int32('Retries that may run at once.'),
  }),
});

const localityLbSetting = object('CanaryLocalityLoadBalancing', 'Which localities get traffic.', {
  enabled: flag('Whether it is used.'),
  distribute: list(
    'Shares of traffic by locality.',
    object('CanaryLocalityShare', 'Shares of the traffic from one locality.', {
      from: formattedText('Locality of the caller.'),
      to: map('Percentage by locality.', integer()),
    }),
  ),
  failover: list(
    'Where traffic goes when a region is unhealthy.',
    object('CanaryLocalityFailover', 'From one region to another.', {
      from: formattedText('Unhealthy region.'),
      to: formattedText('Region that takes over.'),
    }),
  ),
});

const consistentHash = object('CanaryConsistentHash', 'Sends equal requests to the same pod.', {
  httpHeaderName: formattedText('Header to hash.'),
  httpCookie: object('CanaryHashCookie', 'Cookie to hash.', {
    name: formattedText('Name of the cookie.'),
    path: formattedText('Path of the cookie.'),
    ttl: text('Lifetime of the cookie.'),
  }),
  httpQueryParameterName: formattedText('Query parameter to hash.'),
  minimumRingSize: integer('Least number of virtual nodes.'),
  useSourceIp: flag('Hashes the address of the caller.'),
});

const HASH_KEYS = ['httpHeaderName', 'httpCookie', 'useSourceIp', 'httpQueryParameterName'];

const loadBalancer = object(
  'CanaryLoadBalancer',
  'How requests are spread over pods.',
  {
    simple: choice('A usual algorithm.', ['ROUND_ROBIN', 'LEAST_CONN', 'RANDOM', 'PASSTHROUGH', 'LEAST_REQUEST']),
    consistentHash,
    localityLbSetting,
    warmupDurationSecs: text('How long new pods get less traffic.'),
  },
  {
    extra: {
      oneOf: [
        { required: ['simple'] },
        {
          properties: { consistentHash: { oneOf: HASH_KEYS.map((key) => ({ required: [key] })) } },
          required: ['consistentHash'],
        },
      ],
    },
  },
);

const outlierDetection = object('CanaryOutlierDetection', 'When failing pods get no traffic for a while.', {
  baseEjectionTime: text('Least time without traffic.'),
  consecutive5xxErrors: integer('Errors in a row that count as failing.'),
  consecutiveErrors: int32('Former name of consecutive5xxErrors.'),
  consecutiveGatewayErrors: int32('Gateway errors in a row that count as failing.'),
  consecutiveLocalOriginFailures: int32('Connection failures in a row that count as failing.'),
  interval: text('Time between looks.'),
  maxEjectionPercent: int32('Most pods to leave out, in percent.'),
  minHealthPercent: int32('Share of healthy pods below which none is left out.'),
  splitExternalLocalOriginErrors: flag('Counts connection failures apart from answers.'),
});

const tls = object('CanaryTls', 'How connections to pods are encrypted.', {
  mode: choice('Kind of encryption.', ['DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL']),
  clientCertificate: formattedText('File with the client certificate.'),
  privateKey: formattedText('File with its key.'),
  caCertificates: formattedText('File with the trusted authorities.'),
  sni: formattedText('Server name to ask for.'),
  subjectAltNames: list('Names that the certificate may have.', formattedText()),
});

/** `spec.service.trafficPolicy`: settings of Istio destination rules. */
export const trafficPolicy = object('CanaryTrafficPolicy', 'Settings for Istio destination rules.', {
  connectionPool,
  loadBalancer,
  outlierDetection,
  tls,
});
