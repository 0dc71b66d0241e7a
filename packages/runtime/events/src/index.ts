export type { CoreEvent, ObjectReference } from './core-event.js';
export { createEventRecorder, type EventRecorderOptions } from './create-event-recorder.js';
export type { EventRecorder, EventRequest, EventSeverity } from './event-recorder.js';
