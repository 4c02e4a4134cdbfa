// `netlens summary FILE`: every layer's shape and cost, as a table for people, JSON, Markdown or CSV.

import { Option } from "commander";
import type { FlopsConvention } from "../analysis/figures";
import type { NetworkAnalysis } from "../analysis/network-analysis";
import type { CaffePhase } from "../formats/format";
import type { Shape } from "../model/shape";
import { CONVENTIONS, parseInputShape, phaseOption } from "./options";
import { reportProblems } from "./problem-lines";
import { readSource } from "./read-source";
import type { Source } from "./read-source";
import { selectNetwork } from "./select-network";
import { UsageError } from "./subcommand";
import type { Subcommand, Terminal } from "./subcommand";
import { summaryCsv } from "./summary-csv";
import { summaryJson } from "./summary-json";
import { summaryMarkdown } from "./summary-markdown";
import { summaryTable } from "./summary-table";

interface Options {
  readonly network?: string;
  readonly input?: Readonly<Record<string, Shape>>;
  readonly flops: FlopsConvention;
  readonly phase: CaffePhase;
  readonly format?: string;
  readonly json?: true;
  readonly markdown?: true;
  readonly csv?: true;
}

export const summary: Subcommand = {
  define(program, terminal) {
    program
      .command("summary")
      .description("every layer's output shape, params and multiply-adds, with totals")
      .argument("<file>", "any file that Netlens reads; - is standard input (with --format)")
      .option("--network <name>", "which network of the file")
      .option(
        "--input <name=shape>",
        "another shape for an input, as in image=3x224x224; may be repeated",
        parseInputShape,
      )
      .addOption(
        new Option("--flops <convention>", "what FLOPs count").choices(CONVENTIONS).default("multiply-add"),
      )
      .addOption(phaseOption())
      .option("--format <id>", "the file's format, whatever its name")
      .addOption(new Option("--json", "as JSON (docs/cli.md)").conflicts(["markdown", "csv"]))
      .addOption(new Option("--markdown", "as a Markdown table").conflicts(["json", "csv"]))
      .addOption(new Option("--csv", "as CSV, one row a layer").conflicts(["json", "markdown"]))
      .action((file: string, options: Options) => run(file, options, terminal));
  },
};

async function run(file: string, options: Options, terminal: Terminal): Promise<void> {
  const source = readSource(file, {
    phase: options.phase,
    ...(options.format === undefined ? {} : { format: options.format }),
    ...(options.input === undefined ? {} : { inputShapes: options.input }),
  });
  const network = selectNetwork(source, options.network);
  checkInputs(source, network, Object.keys(options.input ?? {}));
  if (reportProblems(source, terminal)) terminal.fail(1);
  if (options.json === true) return terminal.write(summaryJson(source, network, options.flops));
  if (network === undefined) return;
  if (options.csv === true) return terminal.write(summaryCsv(network, options.flops));
  if (options.markdown === true) return terminal.write(summaryMarkdown(source, network, options.flops));
  return terminal.write(summaryTable(source, network, options.flops, terminal));
}

function checkInputs(
  { file }: Source,
  analysis: NetworkAnalysis | undefined,
  names: readonly string[],
): void {
  const inputs = analysis?.network.inputs.map(({ name }) => name) ?? [];
  const unknown = names.find((name) => !inputs.includes(name));
  if (analysis === undefined || unknown === undefined) return;
  throw new UsageError(`${file}: no input "${unknown}" (it has ${inputs.join(", ") || "none"})`);
}
