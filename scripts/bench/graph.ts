// `npm run bench:graph`: layout and drawing of the graph, cold (in a fresh process) and warm, beside a flat dagre layout of the
// same nodes and edges in the same run; then the panel's page in Chromium. Prints tables; as JSON to out/bench/graph.json.

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import path from "node:path";
import process from "node:process";
import { graphlib, layout as dagreLayout } from "@dagrejs/dagre";
import { drawScene } from "../../src/draw/draw-scene";
import { writeElement } from "../../src/draw/write-element";
import { elkInProcess } from "../../src/layout/elk-in-process";
import { createLayouter } from "../../src/layout/layout";
import { measureInter } from "../../src/layout/measure";
import type { Scene } from "../../src/layout/scene";
import { levelsOf, openToLevel, withGroup } from "../../src/view/open-state";
import type { ViewGraph } from "../../src/view/view-graph";
import { NETWORKS, viewNamed } from "./graph-networks";
import { measurePage } from "./graph-page";

const OUT = path.resolve(import.meta.dirname, "../../out/bench");

interface Cold {
  readonly layout: number;
  readonly draw: number;
}

interface Row extends Record<string, number | string> {
  readonly network: string;
}

async function main(): Promise<void> {
  const [, , mode, name = ""] = process.argv;
  if (mode === "--cold") {
    process.stdout.write(JSON.stringify(await cold(name)));
    return;
  }
  mkdirSync(OUT, { recursive: true });
  const load = loadavg()
    .map((each) => each.toFixed(1))
    .join(" ");
  process.stdout.write(
    `${cpus()[0]?.model ?? ""}, ${cpus().length} cores, Node ${process.version}, load ${load}\n\n`,
  );
  const rows: Row[] = [];
  for (const network of NETWORKS) rows.push(await measured(network));
  print(rows);
  const pages = await measurePage(["googlenet", "resnet152", "densenet121", "inception-v4", "stack"]);
  print(pages);
  writeFileSync(path.join(OUT, "graph.json"), `${JSON.stringify({ load, rows, pages }, undefined, 2)}\n`);
}

async function measured(network: string): Promise<Row> {
  const view = viewNamed(network);
  const first = JSON.parse(
    execFileSync(process.execPath, [...process.execArgv, import.meta.filename, "--cold", network], {
      encoding: "utf8",
    }),
  ) as Cold;
  const scene = await expanded(view);
  const dagre = dagreTime(scene);
  const layouts: number[] = [];
  const toggles: number[] = [];
  for (let run = 0; run < 25; run++) {
    layouts.push(await timed(() => expanded(view)));
    toggles.push(await toggled(view, scene));
  }
  return {
    network,
    nodes: scene.nodes.filter(({ open }) => !open).length,
    "layout cold ms": round(first.layout),
    "draw cold ms": round(first.draw),
    "layout warm ms": round(middle(layouts)),
    "draw warm ms": round(median(5, () => drawn(scene))),
    "toggle ms": round(middle(toggles)),
    "flat dagre ms": dagre,
  };
}

async function cold(name: string): Promise<Cold> {
  const view = viewNamed(name);
  const begun = performance.now();
  const scene = await expanded(view);
  const laid = performance.now();
  drawn(scene);
  return { layout: laid - begun, draw: performance.now() - laid };
}

/** With everything open, nothing remembered. */
async function expanded(view: ViewGraph): Promise<Scene> {
  const layouter = createLayouter(elkInProcess, measureInter);
  return (await layouter.layout(view, openToLevel(levelsOf(view)), "down")).scene;
}

/** Closing the innermost group in the middle, everything else open and remembered. */
async function toggled(view: ViewGraph, scene: Scene): Promise<number> {
  const layouter = createLayouter(elkInProcess, measureInter);
  const open = openToLevel(levelsOf(view));
  await layouter.layout(view, open, "down");
  const groups = scene.nodes.filter((node) => node.open && node.depth === levelsOf(view) - 1);
  const group = groups[Math.floor(groups.length / 2)] ?? scene.nodes.find((node) => node.open);
  if (group === undefined) return 0;
  return timed(() => layouter.layout(view, withGroup(open, group.path, false), "down"));
}

function drawn(scene: Scene): number {
  return drawScene(scene, { measure: measureInter }).map(writeElement).join("").length;
}

/** The median of three; chains of thousands overflow dagre's stack. */
function dagreTime(scene: Scene): number | string {
  try {
    return round(median(3, () => flatDagre(scene)));
  } catch (error) {
    return error instanceof RangeError ? "overflows" : String(error);
  }
}

/** The same leaves and edges without groups, as Netron lays them out. */
function flatDagre(scene: Scene): void {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: "TB" });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { path: id, width, height, open } of scene.nodes)
    if (!open) graph.setNode(id, { width, height });
  for (const { from, to } of scene.edges) graph.setEdge(from, to);
  dagreLayout(graph);
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await run();
  return performance.now() - begun;
}

function median(runs: number, run: () => unknown): number {
  return middle(
    Array.from({ length: runs }, () => {
      const begun = performance.now();
      run();
      return performance.now() - begun;
    }),
  );
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function print(rows: readonly Row[]): void {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const line = (cells: readonly (number | string)[]): string => `| ${cells.join(" | ")} |\n`;
  process.stdout.write(line(columns) + line(columns.map((_, index) => (index === 0 ? "---" : "--:"))));
  for (const row of rows) process.stdout.write(line(columns.map((column) => row[column] ?? "")));
  process.stdout.write("\n");
}

void main();
