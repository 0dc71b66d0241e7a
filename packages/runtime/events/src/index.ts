export type { EventRecorder, EventRequest, EventSeverity } from './event-recorder.js';
