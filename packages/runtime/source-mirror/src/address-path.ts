/** Host and path of an address: where it is found on a server that stands in for many. */
export function addressPath(url: string): string {
  return url.replace(/^[a-z]+:\/\//, '').replace(/\/$/, '');
}
