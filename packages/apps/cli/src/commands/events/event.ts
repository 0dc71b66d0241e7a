import { fieldOf, type KubeObject } from '@gotk/objects';
import { textAt } from '../../kinds/cli-kind.js';

/** A core/v1 Event as far as the table shows it. */
export interface EventFacts {
  readonly namespace: string;
  readonly type: string;
  readonly reason: string;
  readonly involvedKind: string;
  readonly involvedName: string;
  readonly message: string;
  /** Zero when the event names no time. */
  readonly firstMs: number;
  readonly lastMs: number;
  readonly count: number;
}

/** Reads an Event of either API. */
export function parseEvent(object: KubeObject): EventFacts {
  const eventTimeMs = timeAt(object, 'eventTime');
  const seriesMs = timeAt(object, 'series', 'lastObservedTime');
  const lastTimestampMs = timeAt(object, 'lastTimestamp');
  return {
    namespace: object.metadata.namespace ?? '',
    type: textAt(object, 'type'),
    reason: textAt(object, 'reason'),
    involvedKind: textAt(object, 'involvedObject', 'kind'),
    involvedName: textAt(object, 'involvedObject', 'name'),
    message: textAt(object, 'message'),
    firstMs: eventTimeMs || timeAt(object, 'firstTimestamp'),
    lastMs: seriesMs || lastTimestampMs || eventTimeMs,
    count: Number(fieldOf(object, 'series', 'count') ?? fieldOf(object, 'count') ?? 0),
  };
}

function timeAt(object: KubeObject, ...path: readonly string[]): number {
  const text = textAt(object, ...path);
  return text === '' ? 0 : Date.parse(text) || 0;
}
