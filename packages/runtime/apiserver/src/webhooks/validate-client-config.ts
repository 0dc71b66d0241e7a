import { X509Certificate } from 'node:crypto';
import { checkDns1123Subdomain, checkPortNumber, type FieldError, invalidField, requiredField } from '@gotk/objects';

/** Where a webhook is found, as written. */
export interface ClientConfig {
  readonly url?: string;
  readonly service?: {
    readonly namespace?: string;
    readonly name?: string;
    readonly path?: string;
    readonly port?: number;
  };
  /** PEM in base64. */
  readonly caBundle?: string;
}

export interface ClientConfigPlace {
  readonly field: string;
  /** Whether the certificates may be unreadable. @default true */
  readonly allowBrokenBundle?: boolean;
}

/** What is wrong with the place where a webhook is said to be. */
export function validateClientConfig(
  { url, service, caBundle = '' }: ClientConfig,
  { field, allowBrokenBundle = true }: ClientConfigPlace,
): readonly FieldError[] {
  const bundle = allowBrokenBundle || caBundle === '' ? [] : validateBundle(caBundle, `${field}.caBundle`);
  if ((url === undefined) === (service === undefined)) {
    return [requiredField(field, 'exactly one of url or service is required'), ...bundle];
  }
  if (url !== undefined) return [...validateUrl(url, `${field}.url`), ...bundle];
  return [...validateService(service ?? {}, `${field}.service`), ...bundle];
}

const FORM = '; desired format: https://host[/path]';
const URL_PARTS = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/(?:([^/?#@]*)@)?([^/?#]*))?[^?#]*(?:\?([^#]*))?(?:#(.*))?$/is;

// biome-ignore lint/suspicious/noControlCharactersInRegex: URLs must not have them.
const CONTROL = /[\0-\x1f\x7f]/;
const NO_CONTROL = 'net/url: invalid control character in URL';

function validateUrl(url: string, field: string): readonly FieldError[] {
  const unreadable = url.startsWith(':') ? 'missing protocol scheme' : CONTROL.test(url) ? NO_CONTROL : undefined;
  if (unreadable !== undefined) {
    const why = `parse ${JSON.stringify(url)}: ${unreadable}`;
    return [requiredField(field, `url must be a valid URL: ${why}${FORM}`)];
  }
  const [, scheme = '', user, host = '', query = '', fragment = ''] = URL_PARTS.exec(url) ?? [];
  const errors: FieldError[] = [];
  if (scheme.toLowerCase() !== 'https') {
    errors.push(invalidField(field, scheme, `'https' is the only allowed URL scheme${FORM}`));
  }
  if (host === '') errors.push(invalidField(field, host, `host must be specified${FORM}`));
  if (user !== undefined) errors.push(invalidField(field, user, 'user information is not permitted in the URL'));
  if (fragment !== '') errors.push(invalidField(field, fragment, 'fragments are not permitted in the URL'));
  if (query !== '') errors.push(invalidField(field, query, 'query parameters are not permitted in the URL'));
  return errors;
}

function validateService(
  { namespace = '', name = '', path = '', port = 443 }: NonNullable<ClientConfig['service']>,
  field: string,
): readonly FieldError[] {
  const ports = checkPortNumber(port);
  return [
    // The API server takes the one for the other.
    ...(namespace === '' ? [requiredField(`${field}.name`)] : []),
    ...(name === '' ? [requiredField(`${field}.namespace`)] : []),
    ...(ports.length === 0 ? [] : [invalidField(`${field}.port`, port, `port is not valid: ${ports.join(', ')}`)]),
    ...validatePath(path, `${field}.path`),
  ];
}

function validatePath(path: string, field: string): readonly FieldError[] {
  if (path === '' || path === '/') return [];
  if (path === '//') return [invalidField(field, path, 'segment[0] may not be empty')];
  const start = path.startsWith('/') ? [] : [invalidField(field, path, "must start with a '/'")];
  const segments = path.slice(1).replace(/\/$/, '').split('/');
  const problems = segments.flatMap((segment, index) =>
    segment === ''
      ? [`segment[${index}] may not be empty`]
      : checkDns1123Subdomain(segment).map((problem) => `segment[${index}]: ${problem}`),
  );
  return [...start, ...problems.map((problem) => invalidField(field, path, problem))];
}

function validateBundle(caBundle: string, field: string): readonly FieldError[] {
  const pem = Buffer.from(caBundle, 'base64').toString('latin1');
  const problem = bundleProblem(pem);
  return problem === undefined ? [] : [invalidField(field, caBundle, problem)];
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

function bundleProblem(pem: string): string | undefined {
  const certificates = pem.match(CERTIFICATE) ?? [];
  if (certificates.length === 0) {
    return 'unable to load root certificates: unable to parse bytes as PEM block';
  }
  try {
    for (const certificate of certificates) new X509Certificate(certificate);
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `unable to load root certificates: failed to parse certificate: ${reason}`;
  }
}
