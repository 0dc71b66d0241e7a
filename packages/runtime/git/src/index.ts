export { createGitClient, type GitClient, type GitClientOptions } from './client/create-git-client.js';
export type { FetchOutcome, FetchRequest } from './client/fetch-revision.js';
export { type CheckoutStrategy, chooseStrategy, type GitReference } from './client/git-reference.js';
export type { GitAuth, GitRemote, GitTls } from './client/git-remote.js';
export type { GitSnapshot } from './client/git-snapshot.js';
export { redactUrl } from './client/redact-url.js';
export { type CommitAtRef, renderAbsoluteRevision, renderHash, renderRevision } from './client/revision.js';
export { type GitCommit, type GitSignature, type GitTag, shortMessage } from './objects/parse-commit.js';
export type { KeepEntry, TreeLimits } from './objects/read-tree.js';
export { isRefName } from './protocol/ref-name.js';
export { commitOfRef, type ObjectFormat, type RemoteRef, type RemoteRefs } from './protocol/remote-refs.js';
export {
  type CommitFilesOptions,
  commitFiles,
  type FileChange,
  type Identity,
  type TagOptions,
  tagCommit,
} from './server/commit-files.js';
export { initBareRepository } from './server/init-repository.js';
export { type LocalRepository, openLocalRepository } from './server/open-local-repository.js';
export { type LocalBranch, readLocalBranch } from './server/read-local-branch.js';
export { type GitServer, type ServedRepository, type ServeGitOptions, serveGit } from './server/serve-git.js';
export {
  openShadowRepository,
  type ShadowRepository,
  type ShadowRepositoryOptions,
} from './server/shadow-repository.js';
export { type SignatureType, signatureType } from './signature/signature-type.js';
export { type SignedObject, type TrustedKeys, verifySignature } from './signature/verify-signature.js';
export type { SshAlgorithms } from './ssh/ssh-variables.js';
export { type WatchRefsOptions, watchRefs } from './watch/watch-refs.js';
