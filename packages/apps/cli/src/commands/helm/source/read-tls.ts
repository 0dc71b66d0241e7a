import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { HelmVersion } from '@gotk/helm';
import type { TlsOptions } from '@gotk/http';
import { goFileError } from '../../../output/go-file-error.js';
import type { ServerAccess } from './chart-access.js';

export interface ReadTlsOptions {
  readonly cwd: string;
  readonly helmVersion: HelmVersion;
}

/** The certificates and keys that an access names; `undefined` for none. @throws Error in Helm's words */
export function readTls(access: ServerAccess, options: ReadTlsOptions): TlsOptions | undefined {
  const { certFile, keyFile, caFile, insecureSkipTlsVerify } = access;
  const hasPair = certFile !== '' && keyFile !== '';
  if (!hasPair && caFile === '' && !insecureSkipTlsVerify) return undefined;
  const isHelm3 = options.helmVersion === '3.22';
  const pairProblem = `can't load key pair from cert ${certFile} and key ${keyFile}`;
  const certProblem = isHelm3 ? pairProblem : `unable to read cert file: ${JSON.stringify(certFile)}`;
  const keyProblem = isHelm3 ? pairProblem : `unable to read key file: ${JSON.stringify(keyFile)}`;
  return {
    ...(hasPair && { clientCertificate: readPem(certFile, certProblem, options) }),
    ...(hasPair && { clientKey: readPem(keyFile, keyProblem, options) }),
    ...(caFile !== '' && { certificateAuthorities: readAuthorities(caFile, options) }),
    ...(insecureSkipTlsVerify && { skipVerify: true }),
  };
}

function readAuthorities(file: string, options: ReadTlsOptions): string {
  if (options.helmVersion === '4.2') return readPem(file, `can't read CA file: ${JSON.stringify(file)}`, options);
  try {
    return readFileSync(resolve(options.cwd, file), 'utf8');
  } catch (cause) {
    throw new Error(`can't create TLS config for client: can't read CA file: ${file}`, { cause });
  }
}

function readPem(file: string, problem: string, { cwd }: ReadTlsOptions): string {
  try {
    return readFileSync(resolve(cwd, file), 'utf8');
  } catch (cause) {
    const reason = goFileError('open', file, cause).message;
    throw new Error(`can't create TLS config for client: ${problem}: ${reason}`, { cause });
  }
}
