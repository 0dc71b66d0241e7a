import type { ApiResponse } from '../request/api-response.js';
import type { AuditStatus } from './audit-event.js';

/** The outcome of a request, without objects. */
export function auditStatus(response: ApiResponse): AuditStatus {
  const outcome = { metadata: {}, code: response.status };
  if (response.kind === 'stream' || response.status < 400) return outcome;
  const { status, message, reason, details } = (response.body ?? {}) as Readonly<Record<string, unknown>>;
  return {
    ...outcome,
    ...(typeof status === 'string' && { status }),
    ...(typeof message === 'string' && { message }),
    ...(typeof reason === 'string' && { reason }),
    ...(details !== undefined && { details }),
  };
}
