import {
  checkDns1123Subdomain,
  type FieldError,
  invalidField,
  requiredField,
  utf8Length,
  validateImmutable,
  validateQualifiedName,
} from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import type { InternalType } from '../internal-values/internal-type.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';
import { checkImmutable, sameValue } from '../same-value.js';
import { eventsVersion } from './event-versions.js';

interface EventDraft extends DraftObject {
  involvedObject: { namespace?: string };
  reason?: string;
  message?: string;
  source: { component?: string; host?: string };
  firstTimestamp: string | null;
  lastTimestamp: string | null;
  count?: number;
  type?: string;
  eventTime: string | null;
  series?: { count?: number; lastObservedTime: string | null };
  action?: string;
  related?: unknown;
  reportingComponent: string;
  reportingInstance: string;
}

const MAX_SHORT = 128;
const MAX_MESSAGE = 1024;

/** Events as they are written through v1. */
export const eventKind = builtinKind<EventDraft>({
  strategy: {
    validate: (event) => checkEvent(event, 'reportingComponent'),
    validateUpdate: (event) => checkEvent(event, 'reportingComponent'),
  },
});

/** The same events, written through events.k8s.io, which is stricter. */
export const strictEventKind = builtinKind<EventDraft>({
  collection: '/events',
  kindGroup: '',
  versions: { v1: eventsVersion },
  strategy: {
    validate: (event) => [
      ...checkEvent(event, 'reportingController'),
      ...namespacedMeta(event),
      ...checkSeries(event),
      ...checkStrict(event),
    ],
    validateUpdate: (event, old) => [
      ...checkEvent(event, 'reportingController'),
      ...changedMeta(event, old),
      ...(sameValue(event.series, old.series) ? [] : checkSeries(event)),
      ...checkUnchanged(event, old),
    ],
  },
});

/** What every event has to be. */
function checkEvent(event: EventDraft, controllerField: string): readonly FieldError[] {
  const { namespace = '' } = event.metadata;
  return [
    ...(event.eventTime === null ? checkOldStyle(event) : checkNewStyle(event, controllerField)),
    ...checkDns1123Subdomain(namespace).map((error) => invalidField('namespace', namespace, error)),
  ];
}

function checkOldStyle({ metadata, involvedObject }: EventDraft): readonly FieldError[] {
  const own = metadata.namespace ?? '';
  const about = involvedObject.namespace ?? '';
  const fits = about === '' ? own === '' || own === 'default' : own === about;
  return fits ? [] : [invalidField('involvedObject.namespace', about, 'does not match event.namespace')];
}

function checkNewStyle(event: EventDraft, controllerField: string): readonly FieldError[] {
  const { metadata, involvedObject, reportingComponent: controller, reportingInstance: instance } = event;
  const { action = '', reason = '', message = '' } = event;
  const errors: FieldError[] = [];
  const about = involvedObject.namespace ?? '';
  if (about === '' && metadata.namespace !== 'default' && metadata.namespace !== 'kube-system')
    errors.push(invalidField('involvedObject.namespace', about, 'does not match event.namespace'));
  if (controller === '') errors.push(requiredField(controllerField));
  errors.push(...validateQualifiedName(controller, controllerField));
  if (instance === '') errors.push(requiredField('reportingInstance'));
  errors.push(...checkLength('reportingInstance', instance, MAX_SHORT));
  if (action === '') errors.push(requiredField('action'));
  errors.push(...checkLength('action', action, MAX_SHORT));
  if (reason === '') errors.push(requiredField('reason'));
  return [...errors, ...checkLength('reason', reason, MAX_SHORT), ...checkLength('message', message, MAX_MESSAGE)];
}

function checkLength(field: string, text: string, max: number): readonly FieldError[] {
  return utf8Length(text) > max ? [invalidField(field, '', `can have at most ${max} characters`)] : [];
}

function checkSeries({ series }: EventDraft): readonly FieldError[] {
  if (series === undefined) return [];
  const few = (series.count ?? 0) < 2 ? [invalidField('series.count', '', 'should be at least 2')] : [];
  return series.lastObservedTime === null ? [...few, requiredField('series.lastObservedTime')] : few;
}

/** What only the older way of writing events knows must not be set. */
function checkStrict(event: EventDraft): readonly FieldError[] {
  const { eventTime, type = '', firstTimestamp, lastTimestamp, count = 0, source } = event;
  const errors: FieldError[] = [];
  const unset = (field: string) => errors.push(invalidField(field, '', 'needs to be unset'));
  if (eventTime === null) errors.push(requiredField('eventTime'));
  if (type !== 'Normal' && type !== 'Warning') errors.push(invalidField('type', '', `has invalid value: ${type}`));
  if (firstTimestamp !== null) unset('firstTimestamp');
  if (lastTimestamp !== null) unset('lastTimestamp');
  if (count !== 0) unset('count');
  if ((source.component ?? '') !== '' || (source.host ?? '') !== '') unset('source');
  return errors;
}

const FIXED = [
  'involvedObject',
  'reason',
  'message',
  'source',
  'firstTimestamp',
  'lastTimestamp',
  'count',
  'reason',
  'type',
  'eventTime',
  'action',
  'related',
] as const;

function checkUnchanged(event: EventDraft, old: EventDraft): readonly FieldError[] {
  return [
    ...FIXED.flatMap((field) => checkImmutable(shown(event, field), shown(old, field), field, SHOWN_TYPES[field])),
    ...validateImmutable(event.reportingComponent, old.reportingComponent, 'reportingController'),
    ...validateImmutable(event.reportingInstance, old.reportingInstance, 'reportingInstance'),
  ];
}

/** Of what errors show the server's own type has its own names. */
const SHOWN_TYPES: Readonly<Record<string, InternalType>> = {
  involvedObject: 'core.ObjectReference',
  related: 'core.ObjectReference',
  source: 'core.EventSource',
};
const TEXTS: readonly string[] = ['reason', 'message', 'type', 'action'];

/** A field as it is compared: texts that are not there are empty. */
function shown(event: EventDraft, field: (typeof FIXED)[number]): unknown {
  return event[field] ?? (TEXTS.includes(field) ? '' : undefined);
}
