// Tables as text: quoting, and names from files that must not become markup or formulas.

import assert from "node:assert/strict";
import { gridCsv, gridLatex, gridMarkdown } from "../../src/exporters/grid";
import type { Grid } from "../../src/exporters/grid";
import { tableText } from "../../src/exporters/table-text";
import { analyseNetwork } from "../../src/analysis/network-analysis";
import { tableRows } from "../../src/analysis/table/table-rows";
import { lectureAlexNet } from "../fixtures/models";

const grid = (cell: string): Grid => ({ columns: [{ title: "A", align: "left" }], rows: [[cell]] });

describe("tables as text", () => {
  it("quote CSV as RFC 4180 wants it", () => {
    assert.equal(gridCsv(grid('a,"b"')), 'A\r\n"a,""b"""\r\n');
  });

  it("keep spreadsheets from running cells", () => {
    assert.equal(gridCsv(grid("=1+1")), "A\r\n'=1+1\r\n");
    assert.equal(gridCsv(grid("-5")), "A\r\n-5\r\n");
  });

  it("escape Markdown and LaTeX", () => {
    assert.match(gridMarkdown(grid("a|b*<i>")), /a\\\|b\\\*&lt;i\\>/u);
    assert.match(gridLatex(grid("a_b & 50% × 2")), /a\\_b \\& 50\\% \$\\times\$ 2 \\\\/u);
  });

  it("have the lecture's figures in Markdown and LaTeX, exact ones in CSV and JSON", () => {
    const table = tableRows(analyseNetwork(lectureAlexNet()), "multiply-add");
    const columns = ["name", "activationBytes", "params", "flops"];
    const text = (format: "csv" | "json" | "latex" | "markdown"): string =>
      tableText(table, columns, format, "multiply-add");
    assert.match(text("markdown"), /\| conv1 \| 784 \| 23\.3 \| 72\.9 \|/u);
    assert.match(text("latex"), /conv1 & 784 & 23\.3 & 72\.9 \\\\/u);
    assert.match(
      text("csv"),
      /^name,activation_bytes,params,flops_multiply_adds\r\nconv1,802816,23296,72855552\r\n/u,
    );
    const parsed = JSON.parse(text("json")) as { readonly totals: { readonly params: number } };
    assert.equal(parsed.totals.params, 61_100_840);
  });
});
