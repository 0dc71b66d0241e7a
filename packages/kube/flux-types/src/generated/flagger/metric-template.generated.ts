// Generated from src/schemas/flagger by "npm run generate -w @gotk/flux-types"; do not edit.
import type { KubeObject } from '@gotk/objects';
import type { LocalObjectReference } from '../shared.generated.js';

/** A metrics query that Canaries can use. */
export interface MetricTemplate extends KubeObject {
  readonly apiVersion: 'flagger.app/v1beta1';
  readonly kind: 'MetricTemplate';
  readonly spec: MetricTemplateSpec;
}

/** The query and where to ask it. */
export interface MetricTemplateSpec {
  /** The service that answers the query. */
  readonly provider: MetricTemplateProvider;
  /** The query, a template over the Canary. */
  readonly query: string;
}

/** The service that answers the query. */
export interface MetricTemplateProvider {
  /** Kind of service. */
  readonly type: 'prometheus' | 'influxdb' | 'datadog' | 'externalmetrics' | 'stackdriver' | 'cloudwatch' | 'newrelic' | 'graphite' | 'dynatrace' | 'keptn' | 'splunk';
  /** Address of the service. */
  readonly address?: string;
  /** Region of the service. */
  readonly region?: string;
  /** Headers to send. */
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  /** Secret with credentials. */
  readonly secretRef?: LocalObjectReference;
  /** Does not check certificates. */
  readonly insecureSkipVerify?: boolean;
}
