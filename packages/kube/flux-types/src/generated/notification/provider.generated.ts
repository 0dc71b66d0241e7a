// Generated from src/schemas/notification by "npm run generate -w @gotk/flux-types"; do not edit.
import type { KubeObject } from '@gotk/objects';
import type { LocalObjectReference } from '../shared.generated.js';

/** A service that Alerts are sent to. */
export interface Provider extends KubeObject {
  readonly apiVersion: 'notification.toolkit.fluxcd.io/v1beta3';
  readonly kind: 'Provider';
  readonly spec: ProviderSpec;
}

/** The service and how to reach it. */
export interface ProviderSpec {
  /** Kind of service. */
  readonly type: 'slack' | 'discord' | 'msteams' | 'rocket' | 'generic' | 'generic-hmac' | 'github' | 'gitlab' | 'gitea' | 'giteapullrequestcomment' | 'bitbucketserver' | 'bitbucket' | 'azuredevops' | 'googlechat' | 'googlepubsub' | 'webex' | 'sentry' | 'azureeventhub' | 'telegram' | 'lark' | 'matrix' | 'opsgenie' | 'alertmanager' | 'grafana' | 'githubdispatch' | 'githubpullrequestcomment' | 'gitlabmergerequestcomment' | 'pagerduty' | 'datadog' | 'nats' | 'zulip' | 'otel' | 'zoom' | 'incident.io';
  /** Address to post to; the Secret may hold it instead. */
  readonly address?: string;
  /** Channel, room, project or topic. */
  readonly channel?: string;
  /** Name to post as. */
  readonly username?: string;
  /** Secret with address, token, username, password, headers or proxy. */
  readonly secretRef?: LocalObjectReference;
  /** ServiceAccount whose cloud identity is used. */
  readonly serviceAccountName?: string;
  /** Secret with a client certificate (tls.crt, tls.key) or a private authority (ca.crt). */
  readonly certSecretRef?: LocalObjectReference;
  /** Secret with the address and credentials of a proxy. */
  readonly proxySecretRef?: LocalObjectReference;
  /** Former way to give the address of a proxy. */
  readonly proxy?: string;
  /** How long one message may take; default: 15s. */
  readonly timeout?: string;
  /** CEL expression over "event", "alert" and "provider" that names the commit status. */
  readonly commitStatusExpr?: string;
  /** Without effect; kept so that older objects stay valid. */
  readonly interval?: string;
  /** Sends nothing until it is set to false. */
  readonly suspend?: boolean;
}
