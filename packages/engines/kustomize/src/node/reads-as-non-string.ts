import { parseYaml } from '@gotk/yaml';

const PLAIN_WORD = /^[A-Za-z_][\w./-]*$/;
const YAML_1_1_WORDS = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

/** Whether an unquoted text would be read as something else than a string by a YAML 1.1 parser: `on`, `1.10`, `a: b`, `# x`. */
export function readsAsNonString(text: string): boolean {
  if (text === '' || text.includes('\n')) return false;
  if (PLAIN_WORD.test(text)) return YAML_1_1_WORDS.test(text) && isYaml11Word(text);
  try {
    return typeof parseYaml(text) !== 'string';
  } catch {
    return false;
  }
}

/** YAML 1.1 knows its words in lower, upper and title case only. */
function isYaml11Word(text: string): boolean {
  const lower = text.toLowerCase();
  return text === lower || text === text.toUpperCase() || text === lower.charAt(0).toUpperCase() + lower.slice(1);
}
