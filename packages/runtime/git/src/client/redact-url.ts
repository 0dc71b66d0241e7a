/** The URL as it may be shown: a password in it is replaced. What is no URL is returned as it is. */
export function redactUrl(url: string): string {
  return url.replace(/^([a-zA-Z][a-zA-Z0-9+.-]*:\/\/[^/?#:@]*):[^/?#]*@/, '$1:xxxxx@');
}
