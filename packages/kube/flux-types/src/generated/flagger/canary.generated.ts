// Generated from src/schemas/flagger by "npm run generate -w @gotk/flux-types"; do not edit.
import type { KubeObject } from '@gotk/objects';
import type { CanaryCondition, CanaryObjectReference, Diagnostic, HeaderMatch, OriginMatch, QueryMatch, StringMatch } from '../shared.generated.js';

/** Rolls out a new version of a workload step by step. */
export interface Canary extends KubeObject {
  readonly apiVersion: 'flagger.app/v1beta1';
  readonly kind: 'Canary';
  readonly spec: CanarySpec;
  readonly status?: CanaryStatus;
}

/** What to roll out, and how. */
export interface CanarySpec {
  /** The workload to roll out. */
  readonly targetRef: CanaryTargetReference;
  /** The autoscaler to copy for the primary. */
  readonly autoscalerRef?: CanaryAutoscalerReference;
  /** The Ingress to copy. */
  readonly ingressRef?: CanaryIngressReference;
  /** The APISIX route to copy. */
  readonly routeRef?: CanaryRouteReference;
  /** The Gloo upstream to copy. */
  readonly upstreamRef?: CanaryUpstreamReference;
  /** Router of traffic; default: that of the controller. */
  readonly provider?: 'apisix' | 'appmesh' | 'appmesh:v1beta2' | 'contour' | 'gatewayapi:v1' | 'gatewayapi:v1beta1' | 'gloo' | 'istio' | 'knative' | 'kubernetes' | 'kuma' | 'linkerd' | 'nginx' | 'osm' | 'skipper' | 'smi:v1alpha1' | 'smi:v1alpha2' | 'smi:v1alpha3' | 'traefik';
  /** Address of Prometheus; default: that of the controller. */
  readonly metricsServer?: string;
  /** Seconds in which the workload must make progress. */
  readonly progressDeadlineSeconds?: number;
  /** The Service and routes to make. */
  readonly service?: CanaryService;
  /** How a new version is tried and judged. */
  readonly analysis: CanaryAnalysis;
  /** Promotes without analysis. */
  readonly skipAnalysis?: boolean;
  /** Gives the workload its replicas back when the Canary is deleted. */
  readonly revertOnDeletion?: boolean;
  /** Stops the rollout until it is set to false. */
  readonly suspend?: boolean;
}

/** The workload to roll out. */
export interface CanaryTargetReference {
  /** API version of the object. */
  readonly apiVersion: string;
  /** Kind of the object. */
  readonly kind: 'DaemonSet' | 'Deployment' | 'Service';
  /** Name of the object. */
  readonly name: string;
}

/** The autoscaler to copy for the primary. */
export interface CanaryAutoscalerReference {
  /** API version of the object. */
  readonly apiVersion: string;
  /** Kind of the object. */
  readonly kind: 'HorizontalPodAutoscaler' | 'ScaledObject';
  /** Name of the object. */
  readonly name: string;
  /** Queries of the scaler of the primary, by trigger. */
  readonly primaryScalerQueries?: Readonly<Record<string, string>>;
  /** Limits for the primary. */
  readonly primaryScalerReplicas?: CanaryScalerReplicas;
}

/** Limits for the primary. */
export interface CanaryScalerReplicas {
  /** Least number of pods. */
  readonly minReplicas?: number;
  /** Most pods. */
  readonly maxReplicas?: number;
}

/** The Ingress to copy. */
export interface CanaryIngressReference {
  /** API version of the object. */
  readonly apiVersion: string;
  /** Kind of the object. */
  readonly kind: 'Ingress';
  /** Name of the object. */
  readonly name: string;
}

/** The APISIX route to copy. */
export interface CanaryRouteReference {
  /** API version of the object. */
  readonly apiVersion: string;
  /** Kind of the object. */
  readonly kind: 'ApisixRoute';
  /** Name of the object. */
  readonly name: string;
}

/** The Gloo upstream to copy. */
export interface CanaryUpstreamReference {
  /** API version of the object. */
  readonly apiVersion: string;
  /** Kind of the object. */
  readonly kind: 'Upstream';
  /** Name of the object. */
  readonly name: string;
  /** Namespace of the object; default: that of the Canary. */
  readonly namespace?: string;
}

/** The Service and routes to make. */
export interface CanaryService {
  /** Name of the Service; default: that of the target. */
  readonly name?: string;
  /** Port of the Service. */
  readonly port: number;
  /** Name of the port; default: http. */
  readonly portName?: string;
  /** Port of the pods; default: port. */
  readonly targetPort?: number | string;
  /** Protocol of the application. */
  readonly appProtocol?: string;
  /** Adds all ports of the pods to the Service. */
  readonly portDiscovery?: boolean;
  /** Makes Services without an address. */
  readonly headless?: boolean;
  /** Which pods are preferred. */
  readonly trafficDistribution?: 'PreferClose' | 'PreferSameZone' | 'PreferSameNode';
  /** Metadata of the main Service. */
  readonly apex?: CanaryApexMetadata;
  /** Metadata of the Service of the primary. */
  readonly primary?: CanaryPrimaryMetadata;
  /** Metadata of the Service of the canary. */
  readonly canary?: CanaryCanaryMetadata;
  /** Metadata that others manage. */
  readonly unmanagedMetadata?: CanaryUnmanagedMetadata;
  /** Name of the App Mesh mesh. */
  readonly meshName?: string;
  /** App Mesh backends. */
  readonly backends?: readonly string[];
  /** Hosts of the route. */
  readonly hosts?: readonly string[];
  /** Istio gateways of the route. */
  readonly gateways?: readonly string[];
  /** Gateways of the Gateway API. */
  readonly gatewayRefs?: readonly CanaryGatewayReference[];
  /** Makes a route that another one delegates to. */
  readonly delegation?: boolean;
  /** Requests that the route takes. */
  readonly match?: readonly CanaryRequestMatch[];
  /** Change of host or path before forwarding. */
  readonly rewrite?: CanaryRewrite;
  /** Retries of failed requests. */
  readonly retries?: CanaryRetries;
  /** Changes of headers. */
  readonly headers?: CanaryHeaders;
  /** Services that get a copy of the requests. */
  readonly mirror?: readonly CanaryMirror[];
  /** Answers to requests from other origins. */
  readonly corsPolicy?: CanaryCorsPolicy;
  /** Settings for Istio destination rules. */
  readonly trafficPolicy?: CanaryTrafficPolicy;
  /** How long a request may take. */
  readonly timeout?: string;
  /** How long a request to a pod may take. */
  readonly backendTimeout?: string;
}

/** Metadata of the main Service. */
export interface CanaryApexMetadata {
  /** Labels. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Metadata of the Service of the primary. */
export interface CanaryPrimaryMetadata {
  /** Labels. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Metadata of the Service of the canary. */
export interface CanaryCanaryMetadata {
  /** Labels. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Metadata that others manage. */
export interface CanaryUnmanagedMetadata {
  /** Names of labels. */
  readonly labels?: readonly string[];
  /** Names of annotations. */
  readonly annotations?: readonly string[];
}

/** A gateway that routes are attached to. */
export interface CanaryGatewayReference {
  /** API group. @default "gateway.networking.k8s.io" */
  readonly group?: string;
  /** Kind. @default "Gateway" */
  readonly kind?: string;
  /** Name. */
  readonly name: string;
  /** Namespace. */
  readonly namespace?: string;
  /** Port. */
  readonly port?: number;
  /** Listener of the gateway. */
  readonly sectionName?: string;
}

/** Requests that a route takes; every field given must match. */
export interface CanaryRequestMatch {
  /** Name of the match. */
  readonly name?: string;
  /** Path. */
  readonly uri?: StringMatch;
  /** Scheme. */
  readonly scheme?: StringMatch;
  /** Method. */
  readonly method?: StringMatch;
  /** Host. */
  readonly authority?: StringMatch;
  /** Headers by name. */
  readonly headers?: Readonly<Record<string, StringMatch>>;
  /** Headers that must not match, by name. */
  readonly withoutHeaders?: Readonly<Record<string, StringMatch>>;
  /** Query parameters by name. */
  readonly queryParams?: Readonly<Record<string, StringMatch>>;
  /** Port. */
  readonly port?: number;
  /** Gateways the request came through. */
  readonly gateways?: readonly string[];
  /** Compares the path without regard to case. */
  readonly ignoreUriCase?: boolean;
  /** Labels of the calling pod. */
  readonly sourceLabels?: Readonly<Record<string, string>>;
  /** Namespace of the calling pod. */
  readonly sourceNamespace?: string;
}

/** Change of host or path before forwarding. */
export interface CanaryRewrite {
  /** New path. */
  readonly uri?: string;
  /** New host. */
  readonly authority?: string;
  /** ReplaceFullPath or ReplacePrefixMatch. */
  readonly type?: string;
}

/** Retries of failed requests. */
export interface CanaryRetries {
  /** How many. */
  readonly attempts?: number;
  /** How long one may take. */
  readonly perTryTimeout?: string;
  /** What counts as failed. */
  readonly retryOn?: string;
}

/** Changes of headers. */
export interface CanaryHeaders {
  /** Changes of request headers. */
  readonly request?: CanaryRequestHeaders;
  /** Changes of response headers. */
  readonly response?: CanaryResponseHeaders;
}

/** Changes of request headers. */
export interface CanaryRequestHeaders {
  /** Headers to overwrite. */
  readonly set?: Readonly<Record<string, string>>;
  /** Headers to append. */
  readonly add?: Readonly<Record<string, string>>;
  /** Headers to take away. */
  readonly remove?: readonly string[];
}

/** Changes of response headers. */
export interface CanaryResponseHeaders {
  /** Headers to overwrite. */
  readonly set?: Readonly<Record<string, string>>;
  /** Headers to append. */
  readonly add?: Readonly<Record<string, string>>;
  /** Headers to take away. */
  readonly remove?: readonly string[];
}

/** One copy. */
export interface CanaryMirror {
  /** Service that gets a copy of the requests. */
  readonly backendRef?: CanaryMirrorBackend;
}

/** Service that gets a copy of the requests. */
export interface CanaryMirrorBackend {
  /** API group. @default "" */
  readonly group?: string;
  /** Kind. @default "Service" */
  readonly kind?: string;
  /** Name. */
  readonly name: string;
  /** Namespace. */
  readonly namespace?: string;
  /** Port. */
  readonly port?: number;
}

/** Answers to requests from other origins. */
export interface CanaryCorsPolicy {
  /** Origins allowed. */
  readonly allowOrigin?: readonly string[];
  /** Origins allowed, by comparison. */
  readonly allowOrigins?: readonly OriginMatch[];
  /** Methods allowed. */
  readonly allowMethods?: readonly string[];
  /** Headers allowed. */
  readonly allowHeaders?: readonly string[];
  /** Headers that scripts may read. */
  readonly exposeHeaders?: readonly string[];
  /** Allows credentials. */
  readonly allowCredentials?: boolean;
  /** How long browsers may keep the answer. */
  readonly maxAge?: string;
}

/** Settings for Istio destination rules. */
export interface CanaryTrafficPolicy {
  /** Limits of connections. */
  readonly connectionPool?: CanaryConnectionPool;
  /** How requests are spread over pods. */
  readonly loadBalancer?: CanaryLoadBalancer;
  /** When failing pods get no traffic for a while. */
  readonly outlierDetection?: CanaryOutlierDetection;
  /** How connections to pods are encrypted. */
  readonly tls?: CanaryTls;
}

/** Limits of connections. */
export interface CanaryConnectionPool {
  /** Limits of HTTP connections. */
  readonly http?: CanaryHttpPool;
}

/** Limits of HTTP connections. */
export interface CanaryHttpPool {
  /** Whether to upgrade to HTTP/2. */
  readonly h2UpgradePolicy?: 'DEFAULT' | 'DO_NOT_UPGRADE' | 'UPGRADE';
  /** Requests that may wait. */
  readonly http1MaxPendingRequests?: number;
  /** Requests that may run at once. */
  readonly http2MaxRequests?: number;
  /** How long a connection may be idle. */
  readonly idleTimeout?: string;
  /** Requests on one connection. */
  readonly maxRequestsPerConnection?: number;
  /** Retries that may run at once. */
  readonly maxRetries?: number;
}

/** How requests are spread over pods. */
export interface CanaryLoadBalancer {
  /** A usual algorithm. */
  readonly simple?: 'ROUND_ROBIN' | 'LEAST_CONN' | 'RANDOM' | 'PASSTHROUGH' | 'LEAST_REQUEST';
  /** Sends equal requests to the same pod. */
  readonly consistentHash?: CanaryConsistentHash;
  /** Which localities get traffic. */
  readonly localityLbSetting?: CanaryLocalityLoadBalancing;
  /** How long new pods get less traffic. */
  readonly warmupDurationSecs?: string;
}

/** Sends equal requests to the same pod. */
export interface CanaryConsistentHash {
  /** Header to hash. */
  readonly httpHeaderName?: string;
  /** Cookie to hash. */
  readonly httpCookie?: CanaryHashCookie;
  /** Query parameter to hash. */
  readonly httpQueryParameterName?: string;
  /** Least number of virtual nodes. */
  readonly minimumRingSize?: number;
  /** Hashes the address of the caller. */
  readonly useSourceIp?: boolean;
}

/** Cookie to hash. */
export interface CanaryHashCookie {
  /** Name of the cookie. */
  readonly name?: string;
  /** Path of the cookie. */
  readonly path?: string;
  /** Lifetime of the cookie. */
  readonly ttl?: string;
}

/** Which localities get traffic. */
export interface CanaryLocalityLoadBalancing {
  /** Whether it is used. */
  readonly enabled?: boolean;
  /** Shares of traffic by locality. */
  readonly distribute?: readonly CanaryLocalityShare[];
  /** Where traffic goes when a region is unhealthy. */
  readonly failover?: readonly CanaryLocalityFailover[];
}

/** Shares of the traffic from one locality. */
export interface CanaryLocalityShare {
  /** Locality of the caller. */
  readonly from?: string;
  /** Percentage by locality. */
  readonly to?: Readonly<Record<string, number>>;
}

/** From one region to another. */
export interface CanaryLocalityFailover {
  /** Unhealthy region. */
  readonly from?: string;
  /** Region that takes over. */
  readonly to?: string;
}

/** When failing pods get no traffic for a while. */
export interface CanaryOutlierDetection {
  /** Least time without traffic. */
  readonly baseEjectionTime?: string;
  /** Errors in a row that count as failing. */
  readonly consecutive5xxErrors?: number;
  /** Former name of consecutive5xxErrors. */
  readonly consecutiveErrors?: number;
  /** Gateway errors in a row that count as failing. */
  readonly consecutiveGatewayErrors?: number;
  /** Connection failures in a row that count as failing. */
  readonly consecutiveLocalOriginFailures?: number;
  /** Time between looks. */
  readonly interval?: string;
  /** Most pods to leave out, in percent. */
  readonly maxEjectionPercent?: number;
  /** Share of healthy pods below which none is left out. */
  readonly minHealthPercent?: number;
  /** Counts connection failures apart from answers. */
  readonly splitExternalLocalOriginErrors?: boolean;
}

/** How connections to pods are encrypted. */
export interface CanaryTls {
  /** Kind of encryption. */
  readonly mode?: 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';
  /** File with the client certificate. */
  readonly clientCertificate?: string;
  /** File with its key. */
  readonly privateKey?: string;
  /** File with the trusted authorities. */
  readonly caCertificates?: string;
  /** Server name to ask for. */
  readonly sni?: string;
  /** Names that the certificate may have. */
  readonly subjectAltNames?: readonly string[];
}

/** How a new version is tried and judged. */
export interface CanaryAnalysis {
  /** Time between checks. */
  readonly interval?: string;
  /** Failed checks after which the rollout is undone. */
  readonly threshold?: number;
  /** Checks of an A/B test or a blue/green switch. */
  readonly iterations?: number;
  /** Percentage by which the traffic of the canary grows. */
  readonly stepWeight?: number;
  /** Percentages of the canary, step by step. */
  readonly stepWeights?: readonly number[];
  /** Percentage by which traffic goes back to the primary on promotion. */
  readonly stepWeightPromotion?: number;
  /** Highest percentage of the canary. */
  readonly maxWeight?: number;
  /** Copies requests to the canary before it gets traffic. */
  readonly mirror?: boolean;
  /** Percentage of requests to copy. */
  readonly mirrorWeight?: number;
  /** Percentage of pods of the primary that must be ready. */
  readonly primaryReadyThreshold?: number;
  /** Percentage of pods of the canary that must be ready. */
  readonly canaryReadyThreshold?: number;
  /** Requests that go to the canary in an A/B test. */
  readonly match?: readonly CanaryAnalysisMatch[];
  /** Measures that must stay within limits. */
  readonly metrics?: readonly CanaryMetric[];
  /** Where to tell of the rollout. */
  readonly alerts?: readonly CanaryAlert[];
  /** Calls at points of the rollout. */
  readonly webhooks?: readonly CanaryWebhook[];
  /** Keeps a caller on the version it saw first. */
  readonly sessionAffinity?: CanarySessionAffinity;
}

/** Requests that go to the canary in an A/B test. */
export interface CanaryAnalysisMatch {
  /** Headers by name. */
  readonly headers?: Readonly<Record<string, HeaderMatch>>;
  /** Query parameters by name. */
  readonly queryParams?: Readonly<Record<string, QueryMatch>>;
  /** Labels of the calling pod. */
  readonly sourceLabels?: Readonly<Record<string, string>>;
}

/** A measure and its limits. */
export interface CanaryMetric {
  /** Name of the metric. */
  readonly name: string;
  /** Window of the query. */
  readonly interval?: string;
  /** Highest value allowed; prefer thresholdRange. */
  readonly threshold?: number;
  /** Values allowed. */
  readonly thresholdRange?: CanaryThresholdRange;
  /** Prometheus query. */
  readonly query?: string;
  /** The MetricTemplate to query. */
  readonly templateRef?: CanaryObjectReference;
  /** Variables of the template. */
  readonly templateVariables?: Readonly<Record<string, string>>;
}

/** Values allowed. */
export interface CanaryThresholdRange {
  /** Lowest value allowed. */
  readonly min?: number;
  /** Highest value allowed. */
  readonly max?: number;
}

/** Where to tell of the rollout. */
export interface CanaryAlert {
  /** Name of the alert. */
  readonly name: string;
  /** Lowest severity that is sent; default: info. */
  readonly severity?: '' | 'info' | 'warn' | 'error';
  /** The AlertProvider to send with. */
  readonly providerRef: CanaryObjectReference;
}

/** A call at one point of the rollout. */
export interface CanaryWebhook {
  /** Name of the webhook. */
  readonly name: string;
  /** When it is called; default: rollout. */
  readonly type?: '' | 'confirm-rollout' | 'pre-rollout' | 'rollout' | 'confirm-promotion' | 'post-rollout' | 'event' | 'rollback' | 'confirm-traffic-increase';
  /** Address to call. */
  readonly url: string;
  /** How long the call may take. */
  readonly timeout?: string;
  /** How many times to try again. */
  readonly retries?: number;
  /** Does not check certificates. */
  readonly disableTLS?: boolean;
  /** Sends no alert when it fails. */
  readonly muteAlert?: boolean;
  /** Facts sent along. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Keeps a caller on the version it saw first. */
export interface CanarySessionAffinity {
  /** Cookie of callers that saw the canary. */
  readonly cookieName: string;
  /** Cookie of callers that saw the primary. */
  readonly primaryCookieName?: string;
  /** Domain of the cookies. */
  readonly domain?: string;
  /** Path of the cookies. */
  readonly path?: string;
  /** Lifetime of the cookies in seconds. @default 86400 */
  readonly maxAge?: number;
  /** Hides the cookies from scripts. */
  readonly httpOnly?: boolean;
  /** Keeps the cookies apart for each top-level site. */
  readonly partitioned?: boolean;
  /** Whether other sites send the cookies. */
  readonly sameSite?: 'Strict' | 'Lax' | 'None';
  /** Sends the cookies over https only. */
  readonly secure?: boolean;
}

/** How far the rollout is. */
export interface CanaryStatus {
  /** Phase of the rollout. */
  readonly phase?: '' | 'Initializing' | 'Initialized' | 'Waiting' | 'Progressing' | 'WaitingPromotion' | 'Promoting' | 'Finalising' | 'Succeeded' | 'Failed' | 'Terminating' | 'Terminated';
  /** Percentage of traffic that the canary gets. */
  readonly canaryWeight?: number;
  /** Checks done. */
  readonly iterations?: number;
  /** Checks failed. */
  readonly failedChecks?: number;
  /** Hash of the pod template last seen. */
  readonly lastAppliedSpec?: string;
  /** Hash of the pod template last promoted. */
  readonly lastPromotedSpec?: string;
  /** When the phase last changed. */
  readonly lastTransitionTime?: string;
  /** Checksums of the ConfigMaps and Secrets in use. */
  readonly trackedConfigs?: Readonly<Record<string, string>>;
  /** Cookie of the running rollout. */
  readonly sessionAffinityCookie?: string;
  /** Cookie of callers that saw the primary. */
  readonly primarySessionAffinityCookie?: string;
  /** Cookie of the last rollout. */
  readonly previousSessionAffinityCookie?: string;
  /** What the controller last observed. */
  readonly conditions?: readonly CanaryCondition[];
  /** Where the problems named by the conditions stand in the source. */
  readonly diagnostics?: readonly Diagnostic[];
}
