import { type FieldError, forbiddenField, notSupportedField } from '@gotk/objects';
import { badRequest } from '../errors/api-errors.js';
import { invalidObject } from '../errors/invalid-object.js';
import type { Query } from './api-request.js';
import { parseFlag } from './write-options.js';

/** What a list or a watch asks for beside its selectors. */
export interface ListOptions {
  readonly watch: boolean;
  /** As sent; empty when not given. */
  readonly resourceVersion: string;
  readonly resourceVersionMatch: string;
  /** 0: no limit. */
  readonly limit: number;
  readonly continueToken: string;
  readonly timeoutSeconds: number | undefined;
  readonly allowWatchBookmarks: boolean;
  readonly sendInitialEvents: boolean | undefined;
}

/** @param watch whether the path itself says so. @throws ApiError */
export function parseListOptions(query: Query, watch: boolean): ListOptions {
  const timeout = query.get('timeoutSeconds');
  const initial = query.get('sendInitialEvents');
  const options: ListOptions = {
    watch,
    resourceVersion: query.get('resourceVersion') ?? '',
    resourceVersionMatch: query.get('resourceVersionMatch') ?? '',
    limit: Math.max(0, parseInteger(query.get('limit') ?? '0')),
    continueToken: query.get('continue') ?? '',
    timeoutSeconds: timeout === undefined || timeout === '' ? undefined : parseInteger(timeout),
    allowWatchBookmarks: parseFlag(query.get('allowWatchBookmarks')),
    sendInitialEvents: initial === undefined || initial === '' ? undefined : parseFlag(initial),
  };
  const errors = watch ? checkWatch(options) : checkList(options);
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', errors);
  return options;
}

function parseInteger(text: string): number {
  if (text === '') return 0;
  if (!/^[-+]?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

const MATCH = 'resourceVersionMatch';

function checkList({
  resourceVersion,
  resourceVersionMatch: match,
  continueToken,
  sendInitialEvents,
}: ListOptions): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (match !== '') {
    if (resourceVersion === '') {
      errors.push(forbiddenField(MATCH, 'resourceVersionMatch is forbidden unless resourceVersion is provided'));
    }
    errors.push(...checkMatch(match, continueToken, ['Exact', 'NotOlderThan', '']));
    if (match === 'Exact' && resourceVersion === '0') {
      errors.push(forbiddenField(MATCH, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
    }
  }
  if (sendInitialEvents !== undefined) {
    errors.push(forbiddenField('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  }
  return errors;
}

function checkMatch(match: string, continueToken: string, supported: readonly string[]): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (continueToken !== '')
    errors.push(forbiddenField(MATCH, 'resourceVersionMatch is forbidden when continue is provided'));
  if (!supported.includes(match)) errors.push(notSupportedField(MATCH, match, supported));
  return errors;
}

function checkWatch({
  resourceVersion,
  resourceVersionMatch: match,
  sendInitialEvents,
  continueToken,
}: ListOptions): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (sendInitialEvents !== undefined && match !== 'NotOlderThan') {
    errors.push(forbiddenField(MATCH, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'));
  }
  // Watches that begin with what there is are taken for lists that go on.
  const isImplied = match === '' && sendInitialEvents === undefined && ['', '0'].includes(resourceVersion);
  if (match === '' && !(isImplied && continueToken !== '')) return errors;
  if (sendInitialEvents === undefined && !isImplied) {
    errors.push(
      forbiddenField(MATCH, 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'),
    );
  }
  if (match !== 'NotOlderThan' && !isImplied) errors.push(notSupportedField(MATCH, match, ['NotOlderThan']));
  if (continueToken !== '')
    errors.push(forbiddenField(MATCH, 'resourceVersionMatch is forbidden when continue is provided'));
  return errors;
}
