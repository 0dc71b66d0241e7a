import { tlsSecretData } from './tls-secret-data.js';

/** Credentials of a Helm repository; empty texts are absent. */
export interface HelmCredentials {
  readonly username: string;
  readonly password: string;
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** Content of a Secret. */
export interface SecretData {
  readonly type?: string;
  readonly stringData: Readonly<Record<string, string>>;
}

/** The Secret of a Helm repository: a certificate wins over name and password. */
export function helmSecretData({ username, password, authority, certificate, key }: HelmCredentials): SecretData {
  if (certificate !== '' || key !== '') return tlsSecretData({ authority, certificate, key });
  if (username !== '' || password !== '') {
    const ca = authority === '' ? {} : { 'ca.crt': authority };
    return { type: 'kubernetes.io/basic-auth', stringData: { ...basicAuth(username, password), ...ca } };
  }
  return authority === '' ? { stringData: {} } : tlsSecretData({ authority, certificate, key });
}

function basicAuth(username: string, password: string): Readonly<Record<string, string>> {
  if (username === '') throw new Error('username is required');
  if (password === '') throw new Error('password is required');
  return { username, password };
}
