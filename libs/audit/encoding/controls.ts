const FIRST_PRINTABLE = 0x20;

/** Whether a text holds an ASCII control character below U+0020 other than those that are allowed. */
export const hasControls = (text: string, allowed: string): boolean => {
  for (let at = 0; at < text.length; at += 1) {
    if (text.charCodeAt(at) < FIRST_PRINTABLE && !allowed.includes(text.charAt(at))) return true;
  }
  return false;
};
