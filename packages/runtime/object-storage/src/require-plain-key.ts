/** The parts `.` and `..` of a key would become steps through the paths of the storage. @throws Error */
export function requirePlainKey(key: string): void {
  if (key.split('/').some((part) => part === '.' || part === '..')) throw new Error('the key leads out of the bucket');
}
