// Writes docs/darknet.md from the sections of the Darknet reader: `npx tsx scripts/docs/darknet.ts`.

import { writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { format, resolveConfig } from "prettier";
import { SECTION_ALIASES } from "../../src/formats/darknet/schema/aliases";
import { isNetSection, SECTION_NAMES, sectionSchema } from "../../src/formats/darknet/schema/schema";
import { ruleOf } from "../../src/formats/darknet/sections/index";
import { imageFeature } from "../../src/formats/darknet/sections/section-type";
import { operatorNamed } from "../../src/operators/index";

const FILE = path.resolve(__dirname, "../../docs/darknet.md");

const INTRODUCTION = `# Darknet

<!-- Written by scripts/docs/darknet.ts from the sections in src/formats/darknet: change those. -->

Netlens reads \`.cfg\` files whose first section is \`[net]\` or \`[network]\`; other files of that ending are left alone. Sections are those of
the original Darknet and the common ones of AlexeyAB's.

- Sizes, defaults, rounding and operations are Darknet's own: \`BFLOPs\` is twice the multiply-adds, divided by 10^9. A recurrent layer's
  figures are for one step.
- A section is one layer, named by its type and number: \`conv0\`, \`maxpool1\`. A convolution holds its batch normalization and activation:
  weights, biases and scales are params, running mean and variance are buffers.
- An option that is given twice counts the first time, as Darknet reads it.
- Outputs are the layers that no other takes: a detector has several.
- A section that is not in the table is shown with unknown outputs and figures.

| section | also written | operator | |
| --- | --- | --- | --- |
`;

/** The page as Markdown, formatted as everything else. */
export async function darknetPage(): Promise<string> {
  const options = (await resolveConfig(FILE)) ?? {};
  const rows = SECTION_NAMES.filter((name) => !isNetSection(name)).map(row);
  return format(INTRODUCTION + rows.join(""), { ...options, parser: "markdown" });
}

function row(name: string): string {
  const spellings = Object.entries(SECTION_ALIASES)
    .filter(([, type]) => type === name)
    .map(([alias]) => `\`[${alias}]\``);
  return `| \`[${name}]\` | ${spellings.join(", ")} | ${operatorOf(name)} | ${sectionSchema(name)?.documentation ?? ""} |\n`;
}

function operatorOf(name: string): string {
  const input = imageFeature(8, 8, 8);
  const span = { start: 0, end: 0 };
  const section = { type: name, header: span, options: [], span };
  const operator = ruleOf(name)?.({ section, text: "", index: 1, input, layers: [input] }).operator ?? "";
  if (name === "route") return "`Concat`, `Slice`, or passes its input on";
  if (name === "activation") return "the activation of that name";
  if (operator === "Identity") return "passes its input on";
  return operatorNamed(operator) === undefined ? "figures of its own" : `\`${operator}\``;
}

if (process.argv[1] === __filename) {
  void darknetPage().then((page) => writeFileSync(FILE, page));
}
