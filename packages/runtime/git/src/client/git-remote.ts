/** How to authenticate at a remote. Values are secrets: they reach Git only through its environment or files of mode 0600. */
export type GitAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string }
  | {
      readonly kind: 'ssh';
      readonly username: string;
      /** Private key in PEM or OpenSSH format. */
      readonly identity: string;
      /** Of an encrypted key. */
      readonly passphrase?: string;
      /** Lines in the format of OpenSSH's known_hosts; a host without a line is refused. */
      readonly knownHosts: string;
    };

/** TLS trust beyond the system's, in PEM. */
export interface GitTls {
  /** Trusted in addition to the system's certificate authorities. */
  readonly certificateAuthorities?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
}

/** A repository somewhere else. */
export interface GitRemote {
  /** `http://`, `https://` or `ssh://`. Credentials in it count only where `auth` has none, and never show in errors. */
  readonly url: string;
  readonly auth?: GitAuth;
  readonly tls?: GitTls;
  /** `http://`, `https://` or `socks5://`; beats `HTTP_PROXY` and `HTTPS_PROXY`. */
  readonly proxyUrl?: string;
}
