import {
  duplicateField,
  type FieldError,
  forbiddenField,
  invalidField,
  notSupportedField,
  requiredField,
} from '@gotk/objects';
import { renderTime } from '../../core/kube-time.js';
import type { StrategyContext } from '../../registry/resource-strategy.js';
import { builtinKind } from '../builtin-kinds.js';
import { changedMeta, clusterMeta } from '../object-meta-rules.js';
import { checkConditionChanges, checkRequestConditions } from './check-request-conditions.js';
import { checkSignerName } from './check-signer-name.js';
import type { SigningRequestDraft } from './signing-request-draft.js';

const USAGES = [
  'any',
  'cert sign',
  'client auth',
  'code signing',
  'content commitment',
  'crl sign',
  'data encipherment',
  'decipher only',
  'digital signature',
  'email protection',
  'encipher only',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'key agreement',
  'key encipherment',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'signing',
  'timestamping',
];
const MIN_SECONDS = 600;
const PEM_REQUEST = /^-----BEGIN CERTIFICATE REQUEST-----\r?\n[\s\S]*?\r?\n-----END CERTIFICATE REQUEST-----[ \t]*$/m;
const PEM_CERTIFICATE = /^-----BEGIN ([A-Z0-9 ]+)-----$/gm;
const DECIDED = ['Approved', 'Denied'];

/** CertificateSigningRequests ask a signer for a certificate. Who asks is told by the server. */
export const certificateSigningRequestKind = builtinKind<SigningRequestDraft>({
  strategy: {
    resets: [['spec'], ['status']],
    statusResets: [['spec'], ['status', 'conditions']],
    prepareForCreate: (request, { user: { user, uid = '', groups = [], extra = {} } }) => {
      const { username: _n, uid: _u, groups: _g, extra: _e, ...given } = request.spec;
      request.spec = {
        ...given,
        username: user,
        ...(uid === '' ? {} : { uid }),
        ...(groups.length === 0 ? {} : { groups: [...groups] }),
        ...(Object.keys(extra).length === 0 ? {} : { extra: { ...extra } }),
      };
      request.status = {};
    },
    prepareForUpdate: (request, old) => {
      request.spec = old.spec;
    },
    prepareForStatusUpdate: (request, old, context) => {
      request.spec = old.spec;
      keepDecisions(request, old);
      fillTimes(request, old, context);
    },
    validate: check,
    validateUpdate: (request, old) => checkChange(request, old, 'none'),
    validateStatusUpdate: (request, old) => checkChange(request, old, 'certificate'),
    subresources: {
      approval: {
        resets: [['spec'], ['status', 'certificate']],
        prepareForUpdate: (request, old, context) => {
          fillTimes(request, old, context);
          const conditions = request.status?.conditions;
          request.spec = old.spec;
          request.status = { ...old.status, ...(conditions === undefined ? {} : { conditions }) };
          if (conditions === undefined) delete request.status.conditions;
        },
        validateUpdate: (request, old) => checkChange(request, old, 'approval'),
      },
    },
  },
});

function keepDecisions(request: SigningRequestDraft, old: SigningRequestDraft): void {
  const before = old.status?.conditions ?? [];
  for (const [index, { type = '' }] of (request.status?.conditions ?? []).entries()) {
    const kept = before.find((condition) => condition.type === type);
    if (DECIDED.includes(type) && kept !== undefined) request.status?.conditions?.splice(index, 1, kept);
  }
}

function fillTimes(request: SigningRequestDraft, old: SigningRequestDraft, { nowMs }: StrategyContext): void {
  const now = renderTime(nowMs);
  for (const condition of request.status?.conditions ?? []) {
    const before = (old.status?.conditions ?? []).find(
      ({ type, status }) => type === condition.type && status === condition.status,
    );
    condition.lastUpdateTime ??= now;
    condition.lastTransitionTime ??= before?.lastTransitionTime ?? now;
  }
}

function check(request: SigningRequestDraft): readonly FieldError[] {
  const { spec, status = {} } = request;
  const { expirationSeconds: seconds } = spec;
  return [
    ...clusterMeta(request, () => []),
    ...checkRequest(spec.request),
    ...checkUsages(spec.usages ?? []),
    ...(spec.signerName === 'kubernetes.io/legacy-unknown'
      ? [invalidField('spec.signerName', spec.signerName, 'the legacy signerName is not allowed via this API version')]
      : checkSignerName(spec.signerName, 'spec.signerName')),
    ...(seconds !== undefined && seconds < MIN_SECONDS
      ? [
          invalidField(
            'spec.expirationSeconds',
            seconds,
            'may not specify a duration less than 600 seconds (10 minutes)',
          ),
        ]
      : []),
    ...checkRequestConditions(status.conditions ?? []),
    ...checkCertificate(status.certificate ?? ''),
  ];
}

function checkRequest(request: string | null | undefined): readonly FieldError[] {
  const pem = Buffer.from(request ?? '', 'base64');
  if (PEM_REQUEST.test(pem.toString('latin1'))) return [];
  return [invalidField('spec.request', request ?? null, 'PEM block type must be CERTIFICATE REQUEST')];
}

function checkUsages(usages: readonly string[]): readonly FieldError[] {
  const field = 'spec.usages';
  return [
    ...(usages.length === 0 ? [requiredField(field, '')] : []),
    ...usages.flatMap((usage, index) =>
      USAGES.includes(usage) ? [] : [notSupportedField(`${field}[${index}]`, usage, USAGES)],
    ),
    ...usages.flatMap((usage, index) =>
      usages.indexOf(usage) < index ? [duplicateField(`${field}[${index}]`, usage)] : [],
    ),
  ];
}

function checkCertificate(certificate: string): readonly FieldError[] {
  if (certificate === '') return [];
  const refuse = (detail: string) => [invalidField('status.certificate', '<certificate data>', detail)];
  const blocks = [...Buffer.from(certificate, 'base64').toString('latin1').matchAll(PEM_CERTIFICATE)];
  if (blocks.length === 0) return refuse('must contain at least one CERTIFICATE PEM block');
  const other = blocks.find(([, type]) => type !== 'CERTIFICATE');
  return other === undefined
    ? []
    : refuse(`only CERTIFICATE PEM blocks are allowed, found ${JSON.stringify(other[1])}`);
}

function checkChange(
  request: SigningRequestDraft,
  old: SigningRequestDraft,
  may: 'none' | 'certificate' | 'approval',
): readonly FieldError[] {
  return [
    ...check(request),
    ...changedMeta(request, old),
    ...checkConditionChanges(request, old, may === 'approval'),
    ...checkSameCertificate(request.status?.certificate ?? '', old.status?.certificate ?? '', may === 'certificate'),
  ];
}

function checkSameCertificate(now: string, before: string, maySet: boolean): readonly FieldError[] {
  const field = 'status.certificate';
  if (now === before) return [];
  if (!maySet) return [forbiddenField(field, 'updates may not set certificate content')];
  return before === '' ? [] : [forbiddenField(field, 'updates may not modify existing certificate content')];
}
