import type { ExecPlugin } from './http/exec-plugin.js';
import type { Identity } from './transport.js';

/** Bytes given directly or in a file that is read when it is needed, and again when it has changed. */
export type FileOrData =
  | { readonly kind: 'data'; readonly data: string }
  | { readonly kind: 'file'; readonly path: string };

/** How a client shows who it is, besides its certificate. */
export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'token-file'; readonly path: string }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'issued'; readonly issue: () => Promise<IssuedToken> }
  | { readonly kind: 'exec'; readonly plugin: ExecPlugin };

/** A token that somebody issues again when it expires. */
export interface IssuedToken {
  readonly token: string;
  readonly expiresAtMs: number;
}

/** How a server is trusted and shown who comes. */
export interface TlsSettings {
  /** PEM. Absent: the authorities that Node trusts. */
  readonly ca?: FileOrData | undefined;
  readonly certificate?: { readonly cert: FileOrData; readonly key: FileOrData } | undefined;
  /** The name the server's certificate must carry, where that is not the host of its URL. */
  readonly serverName?: string | undefined;
  /** Trust any certificate. */
  readonly insecureSkipVerify: boolean;
}

/** All that is needed to reach a cluster. It holds secrets: never log it. */
export interface ClusterAccess {
  /** `https://host:port`, with a path where the API is not at the root. */
  readonly server: string;
  /** The namespace of the context; `default` where it names none. */
  readonly namespace: string;
  /** The context it came from. */
  readonly contextName?: string | undefined;
  readonly tls: TlsSettings;
  readonly credentials: Credentials;
  /** Absent: what HTTPS_PROXY, HTTP_PROXY and NO_PROXY say. */
  readonly proxyUrl?: string | undefined;
  readonly impersonate?: Identity | undefined;
}
