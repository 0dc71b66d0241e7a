/** The scheme of a URL in lower case; empty for none. */
export function schemeOf(url: string): string {
  return /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(url)?.[1]?.toLowerCase() ?? '';
}

/** Whether it is a URL of the web. */
export function isHttp(url: string): boolean {
  return ['http', 'https'].includes(schemeOf(url));
}
