// Parses JSON into a tree with places, as far as it goes: after a mistake what was read so far still stands.

import * as l10n from "@vscode/l10n";

export interface Span {
  readonly start: number;
  readonly end: number;
}

export type JsonNode = Span &
  (
    | { readonly kind: "object"; readonly members: readonly Member[] }
    | { readonly kind: "array"; readonly items: readonly JsonNode[] }
    | { readonly kind: "value"; readonly value: string | number | boolean | null }
  );

export interface Member {
  readonly key: string;
  readonly value: JsonNode;
}

export interface JsonProblem extends Span {
  readonly message: string;
}

export interface JsonText {
  /** Undefined when the text has no value at all. */
  readonly root: JsonNode | undefined;
  /** The first mistake, after which nothing more is read. */
  readonly problem: JsonProblem | undefined;
}

/** Deeper nesting is not read. */
const DEEPEST = 200;

/** Never throws; linear in the text's length. Python's `NaN` and `Infinity` are accepted. */
export function parseJson(text: string): JsonText {
  const reader = new Reader(text);
  const root = reader.value(0);
  if (root !== undefined) reader.expectEnd();
  return { root, problem: reader.problem };
}

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const WORD = /-?[A-Za-z]+/y;
const SPACE = /[\s\uFEFF]*/y;
const PLAIN = /[^"\\\n\r]*/y;
const WORDS: ReadonlyMap<string, number | boolean | null> = new Map<string, number | boolean | null>([
  ["true", true],
  ["false", false],
  ["null", null],
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
]);
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

class Reader {
  problem: JsonProblem | undefined;
  private at = 0;

  constructor(private readonly text: string) {}

  value(depth: number): JsonNode | undefined {
    this.match(SPACE);
    const start = this.at;
    if (depth > DEEPEST) {
      this.fail(l10n.t("This is nested too deeply."));
      return undefined;
    }
    switch (this.text[start]) {
      case "{":
        return this.object(start, depth);
      case "[":
        return this.array(start, depth);
      case '"': {
        const value = this.string();
        return value === undefined ? undefined : this.leaf(start, value);
      }
      case undefined:
        this.fail(l10n.t("The text ends where a value is expected."));
        return undefined;
      default:
        return this.literal(start);
    }
  }

  expectEnd(): void {
    this.match(SPACE);
    if (this.at < this.text.length) this.fail(l10n.t("There is more after the value."));
  }

  private leaf(start: number, value: string | number | boolean | null): JsonNode {
    return { kind: "value", value, start, end: this.at };
  }

  private literal(start: number): JsonNode | undefined {
    const number = this.match(NUMBER);
    if (number !== "") return this.leaf(start, Number(number));
    const value = WORDS.get(this.match(WORD));
    if (value !== undefined) return this.leaf(start, value);
    this.at = start;
    this.fail(l10n.t("A value is expected here."));
    return undefined;
  }

  private object(start: number, depth: number): JsonNode {
    const members: Member[] = [];
    this.sequence("}", () => {
      const key = this.key();
      if (key === undefined || !this.expect(":")) return false;
      const value = this.value(depth + 1);
      if (value === undefined) return false;
      members.push({ key, value });
      return this.problem === undefined;
    });
    return { kind: "object", members, start, end: this.at };
  }

  private array(start: number, depth: number): JsonNode {
    const items: JsonNode[] = [];
    this.sequence("]", () => {
      const value = this.value(depth + 1);
      if (value === undefined) return false;
      items.push(value);
      return this.problem === undefined;
    });
    return { kind: "array", items, start, end: this.at };
  }

  /** Items between commas up to `close`; ends at the first mistake. */
  private sequence(close: string, item: () => boolean): void {
    this.at++;
    this.match(SPACE);
    if (this.take(close)) return;
    for (;;) {
      this.match(SPACE);
      if (!item()) return;
      this.match(SPACE);
      if (this.take(close)) return;
      if (!this.expect(",")) return;
    }
  }

  private key(): string | undefined {
    if (this.text[this.at] === '"') return this.string();
    this.fail(l10n.t("A name in quotes is expected here."));
    return undefined;
  }

  private string(): string | undefined {
    const start = this.at;
    this.at++;
    let value = "";
    for (;;) {
      value += this.match(PLAIN);
      const next = this.text[this.at];
      if (next === '"') {
        this.at++;
        return value;
      }
      const escaped = next === "\\" ? this.escape() : undefined;
      if (escaped === undefined) {
        this.problem ??= { start, end: this.at, message: l10n.t("This text in quotes does not end.") };
        return undefined;
      }
      value += escaped;
    }
  }

  private escape(): string | undefined {
    const letter = this.text[this.at + 1] ?? "";
    if (letter === "u") {
      const code = this.text.slice(this.at + 2, this.at + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(code)) return undefined;
      this.at += 6;
      return String.fromCharCode(parseInt(code, 16));
    }
    this.at += 2;
    return ESCAPES[letter];
  }

  private expect(character: string): boolean {
    this.match(SPACE);
    if (this.take(character)) return true;
    this.fail(l10n.t('"{0}" is expected here.', character));
    return false;
  }

  private take(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? "";
    this.at += found.length;
    return found;
  }

  private fail(message: string): void {
    this.problem ??= { start: this.at, end: Math.min(this.at + 1, this.text.length), message };
  }
}
