// Generated from src/schemas/notification by "npm run generate -w @gotk/flux-types"; do not edit.
import type { KubeObject } from '@gotk/objects';
import type { CrossNamespaceObjectReference, LocalObjectReference } from '../shared.generated.js';

/** Sends the events of chosen objects with a Provider. */
export interface Alert extends KubeObject {
  readonly apiVersion: 'notification.toolkit.fluxcd.io/v1beta3';
  readonly kind: 'Alert';
  readonly spec: AlertSpec;
}

/** Which events to send, and where. */
export interface AlertSpec {
  /** The Provider to send with. */
  readonly providerRef: LocalObjectReference;
  /** Objects whose events are sent. */
  readonly eventSources: readonly CrossNamespaceObjectReference[];
  /** Lowest severity that is sent. @default "info" */
  readonly eventSeverity?: 'info' | 'error';
  /** Regular expressions; only events whose message matches one are sent. */
  readonly inclusionList?: readonly string[];
  /** Regular expressions; events whose message matches one are not sent. */
  readonly exclusionList?: readonly string[];
  /** Facts added to every event. */
  readonly eventMetadata?: Readonly<Record<string, string>>;
  /** Former way to give eventMetadata.summary. */
  readonly summary?: string;
  /** Sends nothing until it is set to false. */
  readonly suspend?: boolean;
}
