import type { HelmVersion } from '@gotk/helm';
import type { TlsOptions } from '@gotk/http';
import { readNamed } from '../read-named.js';
import type { ServerAccess } from './chart-access.js';
import { keyPairError, tlsError } from './tls-error.js';

export interface ReadTlsOptions {
  readonly cwd: string;
  readonly helmVersion: HelmVersion;
}

/** The certificates and keys that an access names; `undefined` for none. @throws Error in Helm's words */
export function readTls(access: ServerAccess, options: ReadTlsOptions): TlsOptions | undefined {
  const { certFile, keyFile, caFile, insecureSkipTlsVerify } = access;
  if ((certFile === '' || keyFile === '') && caFile === '' && !insecureSkipTlsVerify) return undefined;
  const files = options.helmVersion === '4.2' ? readForHelm4(access, options.cwd) : readForHelm3(access, options.cwd);
  return { ...files, ...(insecureSkipTlsVerify && { skipVerify: true }) };
}

/** Helm 4 looks for the other file of a pair as soon as it has something to trust, and tells of both problems. */
function readForHelm4({ certFile, keyFile, caFile }: ServerAccess, cwd: string): TlsOptions {
  const problems: string[] = [];
  const read = (file: string, what: string): string => {
    const content = attempt(() => readText(file, cwd));
    if (typeof content === 'string') return content;
    problems.push(`${what}: ${JSON.stringify(file)}: ${content.message}`);
    return '';
  };
  const hasPair = certFile !== '' || keyFile !== '';
  const clientCertificate = hasPair ? read(certFile, 'unable to read cert file') : '';
  const clientKey = hasPair && problems.length === 0 ? read(keyFile, 'unable to read key file') : '';
  const certificateAuthorities = caFile === '' ? '' : read(caFile, "can't read CA file");
  if (problems.length > 0) throw tlsError(problems.join('\n'));
  return {
    ...(hasPair && { clientCertificate, clientKey }),
    ...(caFile !== '' && { certificateAuthorities }),
  };
}

function readForHelm3(access: ServerAccess, cwd: string): TlsOptions {
  const { certFile, keyFile, caFile } = access;
  const hasPair = certFile !== '' && keyFile !== '';
  const read = (file: string): string => {
    const content = attempt(() => readText(file, cwd));
    if (typeof content === 'string') return content;
    throw keyPairError(access, content.message);
  };
  const pair = hasPair ? { clientCertificate: read(certFile), clientKey: read(keyFile) } : {};
  if (caFile === '') return pair;
  const certificateAuthorities = attempt(() => readText(caFile, cwd));
  if (typeof certificateAuthorities !== 'string') throw tlsError(`can't read CA file: ${caFile}`);
  return { ...pair, certificateAuthorities };
}

function attempt(read: () => string): string | Error {
  try {
    return read();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function readText(file: string, cwd: string): string {
  return Buffer.from(readNamed(file, cwd)).toString('utf8');
}
