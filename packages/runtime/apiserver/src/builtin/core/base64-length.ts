/** How many bytes a text in base64 stands for. */
export function base64Length(text: string): number {
  const digits = text.replace(/[\r\n]/g, '');
  const padding = digits.endsWith('==') ? 2 : digits.endsWith('=') ? 1 : 0;
  return Math.floor((digits.length * 3) / 4) - padding;
}
