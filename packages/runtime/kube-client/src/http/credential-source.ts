import { readFile } from 'node:fs/promises';
import type { Credentials } from '../cluster-access.js';
import { type ExecCredential, runExecPlugin } from './exec-plugin.js';

/** What goes along with a request. */
export interface RequestCredentials {
  readonly authorization: string | undefined;
  /** A client certificate from a plugin. */
  readonly certificate: { readonly cert: string; readonly key: string } | undefined;
}

const TOKEN_FILE_PERIOD_MS = 60_000;
/** A credential is asked for anew a little before it expires. */
const EXPIRY_LEEWAY_MS = 10_000;

/** Gives the present credentials: files are read again every minute, plugins are run again when theirs expire. */
export class CredentialSource {
  readonly #credentials: Credentials;
  readonly #nowMs: () => number;
  #cached: { readonly value: Promise<RequestCredentials>; readonly until: () => Promise<number> } | undefined;

  constructor(credentials: Credentials, nowMs: () => number) {
    this.#credentials = credentials;
    this.#nowMs = nowMs;
  }

  /** @throws Error when a file cannot be read or a plugin fails. */
  async current(): Promise<RequestCredentials> {
    if (this.#cached !== undefined && this.#nowMs() < (await this.#cached.until())) return this.#cached.value;
    const fetched = this.#fetch();
    const value = fetched.then(({ credentials }) => credentials);
    const cached = { value, until: () => fetched.then(({ untilMs }) => untilMs) };
    this.#cached = cached;
    fetched.catch(() => {
      if (this.#cached === cached) this.#cached = undefined;
    });
    return value;
  }

  /** Whether credentials that were refused may be replaced by newer ones. */
  refuse(): boolean {
    const replaceable = ['exec', 'token-file', 'issued'].includes(this.#credentials.kind);
    if (replaceable) this.#cached = undefined;
    return replaceable;
  }

  async #fetch(): Promise<{ readonly credentials: RequestCredentials; readonly untilMs: number }> {
    const credentials = this.#credentials;
    switch (credentials.kind) {
      case 'none':
        return { credentials: { authorization: undefined, certificate: undefined }, untilMs: Number.POSITIVE_INFINITY };
      case 'token':
        return { credentials: bearer(credentials.token), untilMs: Number.POSITIVE_INFINITY };
      case 'basic': {
        const pair = Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64');
        return {
          credentials: { authorization: `Basic ${pair}`, certificate: undefined },
          untilMs: Number.POSITIVE_INFINITY,
        };
      }
      case 'token-file': {
        const token = (await readFile(credentials.path, 'utf8')).trim();
        if (token === '') throw new Error(`read empty token from file "${credentials.path}"`);
        return { credentials: bearer(token), untilMs: this.#nowMs() + TOKEN_FILE_PERIOD_MS };
      }
      case 'issued': {
        const { token, expiresAtMs } = await credentials.issue();
        return { credentials: bearer(token), untilMs: expiresAtMs - EXPIRY_LEEWAY_MS };
      }
      case 'exec':
        return fromPlugin(await runExecPlugin(credentials.plugin));
    }
  }
}

function fromPlugin({ token, certificate, expiresAtMs }: ExecCredential): {
  readonly credentials: RequestCredentials;
  readonly untilMs: number;
} {
  return {
    credentials: { authorization: token === undefined ? undefined : `Bearer ${token}`, certificate },
    untilMs: expiresAtMs === undefined ? Number.POSITIVE_INFINITY : expiresAtMs - EXPIRY_LEEWAY_MS,
  };
}

function bearer(token: string): RequestCredentials {
  return { authorization: `Bearer ${token}`, certificate: undefined };
}
