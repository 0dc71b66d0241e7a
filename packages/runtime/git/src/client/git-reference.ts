/** What to check out, as `spec.ref` says it. Precedence: commit, name, semver, tag, branch. */
export interface GitReference {
  readonly branch?: string;
  readonly tag?: string;
  readonly semver?: string;
  readonly name?: string;
  readonly commit?: string;
}

/** The one way of {@link GitReference} that counts. */
export type CheckoutStrategy =
  | { readonly kind: 'branch'; readonly branch: string }
  | { readonly kind: 'tag'; readonly tag: string }
  | { readonly kind: 'semver'; readonly range: string }
  | { readonly kind: 'name'; readonly name: string }
  /** `branch` and `name` only narrow the search and name the revision. */
  | { readonly kind: 'commit'; readonly commit: string; readonly branch?: string; readonly name?: string };

const DEFAULT_BRANCH = 'master';

/** Chooses by Flux's precedence; without any, the branch `master`. Empty texts count as absent. */
export function chooseStrategy({ branch, tag, semver, name, commit }: GitReference): CheckoutStrategy {
  if (isSet(commit)) {
    return { kind: 'commit', commit, ...(isSet(branch) && { branch }), ...(isSet(name) && { name }) };
  }
  if (isSet(name)) return { kind: 'name', name };
  if (isSet(semver)) return { kind: 'semver', range: semver };
  if (isSet(tag)) return { kind: 'tag', tag };
  return { kind: 'branch', branch: isSet(branch) ? branch : DEFAULT_BRANCH };
}

function isSet(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}
