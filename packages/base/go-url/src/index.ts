export { type GitAuthOptions, gitAuthOptions } from './git-auth.js';
export {
  escapedPath,
  type GoUrl,
  hostnameOf,
  parseGoRequestUri,
  parseGoUrl,
  portOf,
  redactGoUrl,
  renderGoUrl,
  requestUri,
} from './go-url.js';
export { escapeUrl, type UrlPart, unescapeUrl } from './percent-encoding.js';
export { parseRevision, type Revision, renderRevision } from './revision.js';
