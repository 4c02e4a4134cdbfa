// `netlens convert FILE -o OUT.net|…`: any network in another language, with the same shapes and figures.

import { writeFileSync } from "node:fs";
import path from "node:path";
import { differenceBetween } from "../exporters/difference";
import { EXPORTERS, exporterForFile } from "../exporters/index";
import { formatsForFile } from "../formats/index";
import type { Network } from "../model/network";
import type { Shape } from "../model/shape";
import type { CaffePhase } from "../formats/format";
import { parseInputShape, phaseOption } from "./options";
import { printable, reportProblems } from "./problem-lines";
import { readSource } from "./read-source";
import { selectNetwork } from "./select-network";
import type { Subcommand, Terminal } from "./subcommand";
import { UsageError } from "./subcommand";

interface Options {
  readonly output: string;
  readonly network?: string;
  readonly input?: Readonly<Record<string, Shape>>;
  readonly phase: CaffePhase;
  readonly format?: string;
}

export const convert: Subcommand = {
  define(program, terminal) {
    program
      .command("convert")
      .description("the network in another language, repeated structure as blocks")
      .argument("<file>", "any file that Netlens reads; - is standard input (with --format)")
      .requiredOption(
        "-o, --output <file>",
        `where to write: a name that ends in ${endings()}, or - for .net`,
      )
      .option("--network <name>", "which network of the file")
      .option(
        "--input <name=shape>",
        "another shape for an input, as in image=3x224x224; may be repeated",
        parseInputShape,
      )
      .addOption(phaseOption())
      .option("--format <id>", "the file's format, whatever its name")
      .action((file: string, options: Options) => run(file, options, terminal));
  },
};

function endings(): string {
  return EXPORTERS.map(({ ending }) => ending).join(" or ");
}

async function run(file: string, options: Options, terminal: Terminal): Promise<void> {
  const name = options.output === "-" ? "network.net" : path.basename(options.output);
  const exporter = exporterForFile(name);
  if (exporter === undefined) throw new UsageError(`${options.output}: the name must end in ${endings()}`);
  const source = readSource(file, {
    phase: options.phase,
    ...(options.format === undefined ? {} : { format: options.format }),
    ...(options.input === undefined ? {} : { inputShapes: options.input }),
  });
  const analysis = selectNetwork(source, options.network);
  if (reportProblems(source, terminal)) terminal.fail(1);
  if (analysis === undefined) return;
  const exported = exporter.write(analysis.network);
  if ("refusal" in exported) {
    terminal.error(`${file}: error: ${printable(exported.refusal)} [cannot-convert]`);
    terminal.fail(1);
    return;
  }
  const difference = differenceOf(name, exported.text, analysis.network);
  if (difference !== undefined) {
    terminal.error(`${file}: error: ${printable(difference)} Nothing is written. [figures-differ]`);
    terminal.fail(1);
    return;
  }
  if (options.output === "-") await terminal.write([exported.text]);
  else write(options.output, exported.text);
}

/** What differs when the result is read again; undefined when nothing does, or when it is in a language that is not read. */
function differenceOf(name: string, text: string, network: Network): string | undefined {
  const [format] = formatsForFile(name);
  if (format?.kind !== "text") return undefined;
  const { networks, problems } = format.read("file:///converted", text, {});
  const error = problems.find(({ severity }) => severity === "error");
  if (error !== undefined)
    return `The result would have an error in line ${String(error.range.start.line + 1)}: ${error.message}`;
  const [again] = networks;
  return again === undefined ? "The result would have no network." : differenceBetween(network, again);
}

function write(file: string, content: string): void {
  try {
    writeFileSync(file, content);
  } catch {
    throw new UsageError(`${file}: cannot be written`);
  }
}
