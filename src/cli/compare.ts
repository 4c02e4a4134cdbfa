// `netlens compare FILE[#NETWORK] …`: totals side by side, the difference layer by layer, and what it comes to.

import { Option } from "commander";
import { basename } from "node:path";
import type { FlopsConvention } from "../analysis/figures";
import type { CompareInput } from "../analysis/compare/report";
import { compareReport } from "../analysis/compare/report";
import { compareJson } from "../exporters/compare-json";
import { compareCsv, compareMarkdown } from "../exporters/compare-text";
import { compareTable } from "./compare-table";
import { CONVENTIONS } from "./options";
import { reportProblems } from "./problem-lines";
import { readSource, splitNetwork } from "./read-source";
import { selectNetwork } from "./select-network";
import { UsageError } from "./subcommand";
import type { Subcommand, Terminal } from "./subcommand";

interface Options {
  readonly flops: FlopsConvention;
  readonly json?: true;
  readonly markdown?: true;
  readonly csv?: true;
}

const MOST = 6;

export const compare: Subcommand = {
  define(program, terminal) {
    program
      .command("compare")
      .description("two to six networks: totals side by side, and what differs layer by layer")
      .argument(
        "<files...>",
        "FILE, or FILE#NETWORK for one of a file's networks; the first is what the others are compared to",
      )
      .addOption(
        new Option("--flops <convention>", "what FLOPs count").choices(CONVENTIONS).default("multiply-add"),
      )
      .addOption(new Option("--json", "as JSON (docs/cli.md)").conflicts(["markdown", "csv"]))
      .addOption(new Option("--markdown", "as Markdown").conflicts(["json", "csv"]))
      .addOption(new Option("--csv", "as CSV: totals, then one row a change").conflicts(["json", "markdown"]))
      .action((files: readonly string[], options: Options) => run(files, options, terminal));
  },
};

async function run(files: readonly string[], options: Options, terminal: Terminal): Promise<void> {
  const inputs = readInputs(files, terminal);
  if (inputs.length < 2) {
    if (inputs.length < files.length) return;
    throw new UsageError(
      "there is only one network; compare takes two to six: FILE FILE, or FILE#NETWORK FILE#NETWORK",
    );
  }
  if (inputs.length > MOST)
    throw new UsageError(`compare takes two to six networks, not ${String(inputs.length)}`);
  const report = compareReport(inputs, options.flops);
  if (options.json === true) return terminal.write([`${JSON.stringify(compareJson(report), null, 2)}\n`]);
  if (options.markdown === true) return terminal.write([compareMarkdown(report)]);
  if (options.csv === true) return terminal.write([compareCsv(report)]);
  return terminal.write(compareTable(report, terminal));
}

/** One network for each argument; one file alone stands for all of its networks. A file without a network is left out, as an error. */
function readInputs(files: readonly string[], terminal: Terminal): readonly CompareInput[] {
  return files.flatMap((argument) => {
    const { file, network } = splitNetwork(argument);
    const source = readSource(file);
    if (reportProblems(source, terminal)) terminal.fail(1);
    const errors = source.problems.filter(({ severity }) => severity === "error").length;
    const all = files.length === 1 && network === undefined;
    const chosen = all ? source.analyses : [selectNetwork(source, network)];
    return chosen.flatMap((analysis) =>
      analysis === undefined ? [] : [{ analysis, place: basename(file), errors }],
    );
  });
}
