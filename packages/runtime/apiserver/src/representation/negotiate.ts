import { notAcceptable } from '../errors/api-errors.js';

/** What a client wants an answer to look like. */
export interface Representation {
  readonly contentType: 'application/json' | 'application/yaml';
  /** The kind to convert to: `Table`, `PartialObjectMetadata` … Absent: the object as it is. */
  readonly as?: { readonly kind: string; readonly group: string; readonly version: string } | undefined;
  /** `profile` of aggregated discovery. */
  readonly profile?: string | undefined;
}

const TYPES = ['application/json', 'application/yaml'] as const;
const SUPPORTED = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';
const ROUTED = [...TYPES, 'application/vnd.kubernetes.protobuf'];
const META_KINDS = ['Table', 'PartialObjectMetadata', 'PartialObjectMetadataList'];

/** Whether a conversion is offered. */
export type AllowsConversion = (target: NonNullable<Representation['as']>) => boolean;

/** The conversions that every resource offers. */
export const allowsMetaKinds: AllowsConversion = ({ kind, group, version }) =>
  group === 'meta.k8s.io' && (version === 'v1' || version === 'v1beta1') && META_KINDS.includes(kind);

/**
 * The best of what an `Accept` header asks for and the server offers.
 *
 * @param routed what the router says that there is, when nothing that is asked for is any of it
 * @throws ApiError (406) when there is none.
 */
export function negotiate(accept: string | undefined, allows: AllowsConversion, routed?: string): Representation {
  if (accept === undefined || accept.trim() === '') return { contentType: 'application/json' };
  const clauses = parseAccept(accept);
  if (routed !== undefined && !clauses.some(({ type }) => type === '*/*' || ROUTED.includes(type)))
    throw notAcceptable(`406: Not Acceptable\n\nAvailable representations: ${routed}`);
  for (const clause of clauses) {
    const contentType = TYPES.find((type) => matches(clause.type, type));
    if (contentType === undefined) continue;
    const as = conversionOf(clause.parameters);
    if (as === undefined || allows(as)) return { contentType, as, profile: clause.parameters['profile'] };
  }
  throw notAcceptable(`only the following media types are accepted: ${SUPPORTED}`);
}

interface Clause {
  readonly type: string;
  readonly quality: number;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The clauses of the header, best first. */
function parseAccept(accept: string): readonly Clause[] {
  return accept
    .split(',')
    .map(parseClause)
    .sort((a, b) => b.quality - a.quality);
}

function parseClause(text: string): Clause {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim());
  const parameters: Record<string, string> = Object.create(null);
  for (const part of rest) {
    const equals = part.indexOf('=');
    if (equals > 0)
      parameters[part.slice(0, equals).trim()] = part
        .slice(equals + 1)
        .trim()
        .replace(/^"|"$/g, '');
  }
  const { q, ...others } = parameters;
  return { type, quality: q === undefined ? 1 : Number(q), parameters: others };
}

function matches(wanted: string, offered: string): boolean {
  return wanted === offered || wanted === '*/*' || wanted === 'application/*';
}

function conversionOf({ as, g, v }: Readonly<Record<string, string>>): Representation['as'] {
  if (as === undefined && g === undefined && v === undefined) return undefined;
  return { kind: as ?? '', group: g ?? '', version: v ?? '' };
}
