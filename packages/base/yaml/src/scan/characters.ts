/** The code that stands for the end of the text: no text may hold it. */
export const END = 0;

/** Space or tab. */
export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

/** A line break as YAML 1.1 knows them: CR, LF, NEL, LS, PS. */
export function isBreak(code: number): boolean {
  return code === 0x0a || code === 0x0d || code === 0x85 || code === 0x2028 || code === 0x2029;
}

/** A line break or the end of the text. */
export function isBreakOrEnd(code: number): boolean {
  return isBreak(code) || code === END;
}

/** Space, tab, line break or the end of the text. */
export function isBlankOrEnd(code: number): boolean {
  if (code > 0x20 && code < 0x85) return false;
  return isBlank(code) || isBreak(code) || code === END;
}

/** A character of anchors, tag handles and directive names: letters, digits, `_` and `-`. */
export function isWordCharacter(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || isDigit(code) || code === 0x5f || code === 0x2d
  );
}

/** An ASCII digit. */
export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** A hexadecimal digit. */
export function isHexDigit(code: number): boolean {
  return isDigit(code) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);
}
