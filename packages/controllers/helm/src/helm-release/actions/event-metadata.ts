import type { Chart } from '@gotk/helm';
import { GROUP } from '../../group.js';
import type { Snapshot } from '../../snapshot/snapshot.js';

/** What an event is about. */
export interface EventSubject {
  readonly revision: string;
  readonly token: string;
  readonly appVersion?: string | undefined;
  readonly ociDigest?: string | undefined;
}

/** The metadata by which an event names what it is about. */
export function eventMetadata({
  revision,
  token,
  appVersion = '',
  ociDigest = '',
}: EventSubject): Readonly<Record<string, string>> {
  const fields = { revision, token, 'app-version': appVersion, 'oci-digest': ociDigest };
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, text]) => (text === '' ? [] : [[`${GROUP}/${name}`, text]])),
  );
}

/** A release that was made. */
export function subjectOfSnapshot({ chartVersion, configDigest, appVersion, ociDigest }: Snapshot): EventSubject {
  return { revision: chartVersion, token: configDigest, appVersion, ociDigest };
}

/** A chart that was to be released. */
export function subjectOfChart(
  { metadata }: Chart,
  { configDigest, ociDigest }: { readonly configDigest: string; readonly ociDigest: string | undefined },
): EventSubject {
  return { revision: metadata.version, token: configDigest, appVersion: metadata.appVersion, ociDigest };
}
