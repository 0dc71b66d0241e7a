/** What `flux up` runs on. */
export type SourceInput =
  /** A Git repository on this machine. */
  | {
      readonly kind: 'repository';
      readonly gitDir: string;
      /** The folder as the person knows it. */
      readonly folder: string;
      readonly branch: string;
      readonly path: string;
    }
  /** A folder that is no repository of its own; it is offered as one. */
  | { readonly kind: 'folder'; readonly folder: string; readonly path: string }
  /** A repository somewhere else. No branch: the remote's default. */
  | { readonly kind: 'remote'; readonly url: string; readonly branch: string | undefined; readonly path: string };
