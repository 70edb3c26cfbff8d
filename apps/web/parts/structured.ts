import { LineCounter, parseDocument, stringify } from 'yaml';

/** Terms as people write them: YAML or JSON, each the other's equal. Where it is neither, the first place that is wrong. */
export type Read =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly line: number; readonly column: number; readonly message: string };

export const readStructured = (text: string): Read => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    return { ok: false, line, column: col, message: error.message };
  }
  try {
    return { ok: true, value: document.toJS({ maxAliasCount: 100 }) as unknown };
  } catch (thrown) {
    return { ok: false, line: 1, column: 1, message: thrown instanceof Error ? thrown.message : 'it cannot be read' };
  }
};

/** As YAML, amounts and days in quotes where they would else be read as something else. */
export const writeStructured = (value: unknown): string => stringify(value, { lineWidth: 110 });
