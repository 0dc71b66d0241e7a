/** Whether Git takes `name` for a ref, and nothing else (an option, a pattern, a range, a reflog entry). */
export function isRefName(name: string): boolean {
  if (!/^[^\0-\x20\x7f~^:?*[\\]+$/.test(name) || name.startsWith('-')) return false;
  if (name.includes('..') || name.includes('@{') || name.includes('//') || name.endsWith('.')) return false;
  return name.split('/').every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'));
}
