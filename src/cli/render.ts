// `netlens render FILE -o OUT.svg|.png`: the network as a picture.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { InvalidArgumentError, Option } from "commander";
import type { FlopsConvention } from "../analysis/figures";
import { PALETTES } from "../draw/palette";
import type { ThemeName } from "../draw/palette";
import { svgDocument } from "../draw/svg-document";
import { fallbackFonts } from "../exporters/png/fallback-fonts";
import { rasterize } from "../exporters/png/rasterize";
import { elkInProcess } from "../layout/elk-in-process";
import type { Direction } from "../layout/geometry";
import { createLayouter } from "../layout/layout";
import { measureInter } from "../layout/measure";
import { buildView } from "../view/build-view";
import { levelFor, levelsOf, openToLevel } from "../view/open-state";
import type { ViewGraph } from "../view/view-graph";
import { CONVENTIONS } from "./options";
import { reportProblems } from "./problem-lines";
import { readSource } from "./read-source";
import { selectNetwork } from "./select-network";
import type { Subcommand, Terminal } from "./subcommand";
import { UsageError } from "./subcommand";
import { systemFonts } from "./system-fonts";

interface Options {
  readonly output: string;
  readonly network?: string;
  readonly expand?: number;
  readonly theme: ThemeName;
  readonly direction: Direction;
  readonly flops: FlopsConvention;
  readonly format?: string;
}

export const render: Subcommand = {
  define(program, terminal) {
    program
      .command("render")
      .description("the network as a picture: SVG, or PNG twice as large")
      .argument("<file>", "any file that Netlens reads; - is standard input (with --format)")
      .requiredOption("-o, --output <file>", "where to write: a name that ends in .svg or .png, or - for SVG")
      .option("--network <name>", "which network of the file")
      .option("--expand <levels>", "how many levels of groups are open, or all", parseLevels)
      .addOption(new Option("--theme <name>", "its colours").choices(Object.keys(PALETTES)).default("light"))
      .addOption(new Option("--direction <way>", "where it runs").choices(["down", "right"]).default("down"))
      .addOption(
        new Option("--flops <convention>", "what FLOPs count").choices(CONVENTIONS).default("multiply-add"),
      )
      .option("--format <id>", "the file's format, whatever its name")
      .action((file: string, options: Options) => run(file, options, terminal));
  },
};

function parseLevels(text: string): number {
  if (text === "all") return Infinity;
  if (!/^\d{1,3}$/u.test(text)) throw new InvalidArgumentError("It is a number of levels, or all.");
  return Number(text);
}

async function run(file: string, options: Options, terminal: Terminal): Promise<void> {
  const type = path.extname(options.output).toLowerCase();
  if (options.output !== "-" && type !== ".svg" && type !== ".png") {
    throw new UsageError(`${options.output}: a picture's name ends in .svg or .png`);
  }
  const source = readSource(file, options.format === undefined ? {} : { format: options.format });
  const analysis = selectNetwork(source, options.network);
  if (reportProblems(source, terminal)) terminal.fail(1);
  if (analysis === undefined) return;
  const svg = await draw(buildView(analysis, options.flops), options, terminal);
  if (options.output === "-") await terminal.write([svg]);
  else write(options.output, type === ".png" ? await asPng(svg, terminal) : svg);
}

async function asPng(svg: string, terminal: Terminal): Promise<Uint8Array> {
  const { fonts, missing } = fallbackFonts(svg, systemFonts);
  if (missing.length > 0) {
    const letters = missing.slice(0, 20).join("");
    terminal.error(`netlens: no font of this machine has ${letters}${missing.length > 20 ? "…" : ""}`);
  }
  return rasterize(svg, 2, { wasm: resvgModule, fonts });
}

async function draw(graph: ViewGraph, options: Options, terminal: Terminal): Promise<string> {
  const level = options.expand ?? levelFor(graph, FIRST_NODES);
  const open = openToLevel(Math.min(level, levelsOf(graph)));
  const { scene, fallback } = await createLayouter(elkInProcess, measureInter).layout(
    graph,
    open,
    options.direction,
  );
  if (fallback === "collapsed") terminal.error("netlens: too large to lay out, so its groups are closed");
  return svgDocument(graph, scene, { theme: options.theme });
}

/** So many nodes are drawn unless --expand says otherwise. */
const FIRST_NODES = 48;

function write(file: string, content: string | Uint8Array): void {
  try {
    writeFileSync(file, content);
  } catch {
    throw new UsageError(`${file}: cannot be written`);
  }
}

/** resvg lies beside the bundle, or among the packages when run from the sources. */
function resvgModule(): Uint8Array<ArrayBuffer> {
  const beside = path.join(__dirname, "resvg.wasm");
  const packaged = path.join(__dirname, "../../node_modules/@resvg/resvg-wasm/index_bg.wasm");
  return readFileSync(existsSync(beside) ? beside : packaged);
}
