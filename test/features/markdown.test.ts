// Escaping: texts from files that would be Markdown, HTML or control characters.

import assert from "node:assert/strict";
import fc from "fast-check";
import { code, codeBlock, escapeParagraphs, escapeText } from "../../src/features/markdown";

describe("texts from files in Markdown", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["a*b_c", "a\\*b\\_c"],
    ["<b>&amp;", "&lt;b\\>&amp;amp;"],
    ["[x](y)", "\\[x\\]\\(y\\)"],
    ["# title", "\\# title"],
    ["- item", "\\- item"],
    ["1-2 of v1.0", "1-2 of v1.0"],
    ["https://x.y", "https\\://x.y"],
    ["a\nb\u0007", "a�b�"],
    ["\u202eabc", "�abc"],
  ];
  for (const [text, escaped] of cases) {
    it(JSON.stringify(text), () => assert.equal(escapeText(text), escaped));
  }

  it("code spans hold any backticks", () => {
    assert.equal(code("a"), "`a`");
    assert.equal(code("a`b"), "``a`b``");
    assert.equal(code("`"), "`` ` ``");
    assert.equal(code("a\nb"), "`a�b`");
  });

  it("code blocks cannot be left", () => {
    assert.equal(codeBlock(["a", "```", "b"]), "````text\na\n```\nb\n````");
  });

  it("paragraphs stay paragraphs", () => {
    assert.equal(escapeParagraphs("One\n  line.\n\nTwo <b>."), "One line.\n\nTwo &lt;b\\>.");
  });

  it("no text becomes a tag, a link or more than one line", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        const escaped = escapeText(text);
        assert.ok(!escaped.includes("<") && !/[\r\n]/u.test(escaped));
        assert.ok(!/(?<!\\)(?:\\\\)*[[\]`]/u.test(escaped.replace(/\\[^\\]/gu, "")));
      }),
      { seed: 7, numRuns: 2000 },
    );
  });
});
