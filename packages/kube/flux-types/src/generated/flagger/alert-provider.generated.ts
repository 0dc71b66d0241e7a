// Generated from src/schemas/flagger by "npm run generate -w @gotk/flux-types"; do not edit.
import type { KubeObject } from '@gotk/objects';
import type { LocalObjectReference } from '../shared.generated.js';

/** A service that Canaries send messages to. */
export interface AlertProvider extends KubeObject {
  readonly apiVersion: 'flagger.app/v1beta1';
  readonly kind: 'AlertProvider';
  readonly spec: AlertProviderSpec;
}

/** The service and how to reach it. */
export interface AlertProviderSpec {
  /** Kind of service. */
  readonly type?: 'slack' | 'msteams' | 'discord' | 'rocket' | 'gchat';
  /** Address to post to. */
  readonly address?: string;
  /** Channel to post to. */
  readonly channel?: string;
  /** Name to post as. */
  readonly username?: string;
  /** Address of a proxy. */
  readonly proxy?: string;
  /** Secret with the address. */
  readonly secretRef?: LocalObjectReference;
}
