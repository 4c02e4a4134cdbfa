// What is wrong with a file's syntax, one problem for each mistake.

import type { ParseResult } from "langium";
import type { Problem } from "../../model/problem";

export function syntaxProblems(result: ParseResult, uri: string): Problem[] {
  return result.parserErrors.map(({ message, token }) => {
    const line = (token.startLine ?? 1) - 1;
    const character = (token.startColumn ?? 1) - 1;
    return {
      uri,
      severity: "error",
      code: "syntax",
      message,
      range: { start: { line, character }, end: { line, character: character + token.image.length } },
    };
  });
}
