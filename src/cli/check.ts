// `netlens check FILE…`: problems and budgets, for continuous integration.

import { overBudget } from "../analysis/problems";
import { formatCount, formatTally } from "../analysis/format-number";
import type { NetworkAnalysis } from "../analysis/network-analysis";
import type { CaffePhase } from "../formats/format";
import type { Problem } from "../model/problem";
import { parseCount, phaseOption } from "./options";
import { printable, reportProblems } from "./problem-lines";
import { readSource } from "./read-source";
import type { Source } from "./read-source";
import { UsageError } from "./subcommand";
import type { Subcommand, Terminal } from "./subcommand";

interface Options {
  readonly maxParams?: number;
  readonly maxMacs?: number;
  readonly phase: CaffePhase;
  readonly format?: string;
  readonly strict?: true;
}

export const check: Subcommand = {
  define(program, terminal) {
    program
      .command("check")
      .description("problems and budgets, for CI: exit status 1 if there is any error")
      .argument("<file...>", "any files that Netlens reads; - is standard input (with --format)")
      .option("--max-params <n>", "an error for a network with more params, as in 5M", parseCount)
      .option("--max-macs <n>", "an error for a network with more multiply-adds, as in 1.6G", parseCount)
      .option("--strict", "warnings fail, too: exceeded budgets of the file's own, unused definitions")
      .addOption(phaseOption())
      .option("--format <id>", "the files' format, whatever their names")
      .action((files: readonly string[], options: Options) => run(files, options, terminal));
  },
};

/** A file that cannot be read does not keep the others from being checked. */
async function run(files: readonly string[], options: Options, terminal: Terminal): Promise<void> {
  for (const file of files) {
    try {
      await checkFile(file, options, terminal);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      terminal.error(`netlens: ${error.message}`);
      terminal.fail(2);
    }
  }
}

async function checkFile(file: string, options: Options, terminal: Terminal): Promise<void> {
  const { format, phase, strict } = options;
  const source = readSource(file, { phase, ...(format === undefined ? {} : { format }) });
  const problems = [
    ...source.problems.filter((problem) => !isLibrary(source) || problem.code !== "no-network"),
    ...source.analyses.flatMap((network) => budgetProblems(network, options)),
  ];
  const failing = strict === true ? ["error", "warning"] : ["error"];
  reportProblems({ ...source, problems }, terminal);
  const failures = problems.filter(({ severity }) => failing.includes(severity));
  if (failures.length > 0) terminal.fail(1);
  await terminal.write([resultLine(source, failures)]);
}

/** A file of blocks that others import has nothing to summarize, but nothing is wrong with it. */
function isLibrary({ model }: Source): boolean {
  return model.networks.length === 0 && model.definitions.length > 0;
}

function budgetProblems({ network, totals }: NetworkAnalysis, options: Options): readonly Problem[] {
  const { uri, range, selection } = network.origin;
  return [
    overBudget("params", totals.params.value, options.maxParams),
    overBudget("multiply-adds", totals.macs.value, options.maxMacs),
  ]
    .filter((over) => over !== undefined)
    .map((over) => ({
      uri,
      range: selection ?? range,
      severity: "error",
      code: "over-budget",
      message: `${network.name} has ${over}.`,
    }));
}

function resultLine({ file, analyses }: Source, failures: readonly Problem[]): string {
  const networks = analyses.map(
    ({ network, totals }) =>
      `${network.name} ${formatTally(totals.params)} params, ${formatTally(totals.macs)} multiply-adds`,
  );
  const result =
    failures.length === 0
      ? "ok"
      : `${formatCount(failures.length)} ${failures.length === 1 ? "failure" : "failures"}`;
  return `${printable(file)}: ${[result, ...networks.map(printable)].join("; ")}\n`;
}
