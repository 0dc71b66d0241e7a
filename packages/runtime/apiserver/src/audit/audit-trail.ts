import type { Identity } from '@gotk/kube-client';
import type { AccessDecision } from '../auth/authorizer.js';
import type { ApiCore } from '../core/api-core.js';
import type { ApiRequest } from '../request/api-request.js';
import type { ApiResponse } from '../request/api-response.js';
import { parseRequestInfo, type RequestInfo } from '../request/request-info.js';
import { parseFlag } from '../request/write-options.js';
import { type AuditEvent, type AuditLevel, type AuditObject, auditUser } from './audit-event.js';
import { requestObject, responseObject } from './audit-objects.js';
import { auditStatus } from './audit-status.js';

/** What is told of one request while it is served. */
export class AuditTrail {
  readonly #core: ApiCore;
  readonly #request: ApiRequest;
  readonly #info: RequestInfo;
  readonly #auditID: string;
  readonly #receivedMs: number;
  #user: Identity | undefined;
  #annotations: Readonly<Record<string, string>> | undefined;

  constructor(core: ApiCore, request: ApiRequest) {
    this.#core = core;
    this.#request = request;
    this.#info = parseRequestInfo(request.method, request.segments, parseFlag(request.query.get('watch')));
    this.#auditID = auditIdOf(request) ?? core.ids.uuid();
    this.#receivedMs = core.clock.now();
  }

  /** Whether the request was let in, and for whom it acts. */
  decided(user: Identity, { allowed, reason }: AccessDecision): void {
    this.#user = user;
    this.#annotations = {
      'authorization.k8s.io/decision': allowed ? 'allow' : 'forbid',
      'authorization.k8s.io/reason': reason,
    };
  }

  /** A fact that admission found, for logs of this level at least; what is known under a name already stays. */
  annotate(name: string, value: string, level: 'Metadata' | 'Request' = 'Metadata'): void {
    if (level === 'Request' && (hidesBodies(this.#info) || this.#core.audit?.level === 'Metadata')) return;
    if (this.#annotations?.[name] === undefined) this.#annotations = { ...this.#annotations, [name]: value };
  }

  /** The answer; of one that streams the end is recorded, too. */
  answered(response: ApiResponse): ApiResponse {
    if (response.kind === 'plain') {
      this.#write('ResponseComplete', response);
      return response;
    }
    this.#write('ResponseStarted', response);
    return { ...response, events: this.#untilEnd(response, response.events) };
  }

  async *#untilEnd(response: ApiResponse, events: AsyncIterable<unknown>): AsyncIterable<unknown> {
    try {
      yield* events;
    } finally {
      this.#write('ResponseComplete', response);
    }
  }

  #write(stage: AuditEvent['stage'], response: ApiResponse): void {
    const { audit, clock } = this.#core;
    audit?.write({
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      auditID: this.#auditID,
      stage,
      ...this.#about(),
      ...this.#answer(audit.level, response),
      requestReceivedTimestamp: microTime(this.#receivedMs),
      stageTimestamp: microTime(clock.now()),
      ...(this.#annotations !== undefined && { annotations: this.#annotations }),
    });
  }

  #about(): Pick<AuditEvent, 'requestURI' | 'verb' | 'user' | 'impersonatedUser' | 'sourceIPs' | 'userAgent'> {
    const { user, impersonate, headers, origin } = this.#request;
    const agent = headers['user-agent'];
    return {
      requestURI: uriOf(this.#request),
      verb: this.#info.verb,
      user: origin?.refused === true ? {} : auditUser(user),
      ...(impersonate !== undefined && { impersonatedUser: auditUser(this.#user ?? impersonate) }),
      ...(origin !== undefined && { sourceIPs: [origin.address] }),
      ...(agent !== undefined && { userAgent: agent }),
    };
  }

  #answer(
    level: AuditLevel,
    response: ApiResponse,
  ): Pick<AuditEvent, 'level' | 'objectRef' | 'responseStatus' | 'requestObject' | 'responseObject'> {
    const objectRef = objectOf(this.#info, response);
    const shown = hidesBodies(this.#info) ? 'Metadata' : level;
    const sent = shown === 'Metadata' ? undefined : requestObject(this.#request);
    const answered = shown === 'RequestResponse' ? responseObject(response) : undefined;
    return {
      level: shown,
      ...(objectRef !== undefined && { objectRef }),
      responseStatus: auditStatus(response),
      ...(sent !== undefined && { requestObject: sent }),
      ...(answered !== undefined && { responseObject: answered }),
    };
  }
}

/** Clients may name their requests. */
function auditIdOf({ headers }: ApiRequest): string | undefined {
  const sent = headers['audit-id'];
  return sent !== undefined && /^[\w-]{1,64}$/.test(sent) ? sent : undefined;
}

function uriOf({ origin, path, query }: ApiRequest): string {
  if (origin !== undefined) return origin.uri;
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** Whether what is sent or answered may hold secrets. */
function hidesBodies({ group, resource, subresource }: RequestInfo): boolean {
  if (group === '') return resource === 'secrets' || (resource === 'serviceaccounts' && subresource === 'token');
  return group === 'authentication.k8s.io' && resource === 'tokenreviews';
}

function objectOf(info: RequestInfo, response: ApiResponse): AuditObject | undefined {
  if (!info.isResource) return undefined;
  const { resource, namespace, name, group, version, subresource } = info;
  const made = info.verb === 'create' && name === '' ? nameIn(response) : name;
  return {
    resource,
    ...(namespace !== '' && { namespace }),
    ...(made !== '' && { name: made }),
    ...(group !== '' && { apiGroup: group }),
    apiVersion: version,
    ...(subresource !== '' && { subresource }),
  };
}

/** The name of what was created. */
function nameIn(response: ApiResponse): string {
  if (response.kind !== 'plain' || response.status >= 300) return '';
  const { metadata } = (response.body ?? {}) as { readonly metadata?: { readonly name?: unknown } };
  return typeof metadata?.name === 'string' ? metadata.name : '';
}

function microTime(ms: number): string {
  return new Date(ms).toISOString().replace(/Z$/, '000Z');
}
