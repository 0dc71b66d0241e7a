import type { KubeClient } from '@gotk/kube-client';

/** Which cluster, as whom: the flags that kubectl knows too. */
export interface ConnectOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly cluster?: string;
  readonly user?: string;
  readonly server?: string;
  readonly token?: string;
  readonly certificateAuthority?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  readonly insecureSkipTlsVerify?: boolean;
  readonly tlsServerName?: string;
  readonly as?: string;
  readonly asUid?: string;
  readonly asGroups?: readonly string[];
  readonly asUserExtra?: readonly string[];
}

/** The world outside the program. Tests pass their own. */
export interface CliIo {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly readStdin: () => Promise<string>;
  /** One line of standard input, without its end; empty when there is none. */
  readonly readLine: () => Promise<string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Whether stderr is a terminal that may be redrawn. */
  readonly isTerminal: boolean;
  readonly columns: () => number;
  readonly rows: () => number;
  readonly nowMs: () => number;
  /** Aborted by Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  /** Version that `flux version` prints. */
  readonly version: string;
  /** Folder in which this very build of the program may keep what makes it faster; nobody else can write to it. */
  readonly ownCache?: string;
  readonly connect: (options: ConnectOptions) => Promise<KubeClient>;
  /** The namespace of the current context of the kubeconfig, if any. */
  readonly contextNamespace: (options: ConnectOptions) => Promise<string | undefined>;
}
