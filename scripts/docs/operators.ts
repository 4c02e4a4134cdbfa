// Writes docs/operators.md from the catalogue's declarations: `npx tsx scripts/docs/operators.ts`.

import { writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { format, resolveConfig } from "prettier";
import { allOperators } from "../../src/operators/index";
import type { Family, Operator, Parameter } from "../../src/operators/operator";
import { formatValue } from "../../src/operators/parameters";

const FAMILIES: Readonly<Record<Family, string>> = {
  convolution: "Convolutions",
  linear: "Fully connected layers",
  pooling: "Pooling",
  normalization: "Normalization",
  activation: "Activations",
  regularization: "Regularization",
  attention: "Attention",
  recurrent: "Recurrent layers",
  embedding: "Embeddings and tokens",
  merge: "Merges",
  arithmetic: "Arithmetic",
  shape: "Shapes",
  resampling: "Resampling",
  detection: "Detection",
  loss: "Losses and measures",
  other: "Others",
};

const INTRODUCTION = `# Operators

<!-- Written by scripts/docs/operators.ts from the declarations in src/operators: change those. -->

Names and defaults are PyTorch's, without the rank suffix: the rank is the input's. Shapes have no batch axis; axes are
counted as in PyTorch, so axis 0 is the batch, axis 1 the first one of a shape, and -1 the last.
Parameters may be given by position in the order of the tables, or by name. Aliases are accepted and never written.
Operators marked as merges may also be written in lower case with branches: \`add { | … | … }\`.

What is counted: multiply-accumulates of convolutions, fully connected layers, matrix products, attention and recurrent
gates, without biases. By the \`operations\` convention, a multiply-accumulate counts 2, and bias additions, elementwise
operations (1 for each output element unless said otherwise), pooling (the kernel's elements for each output element) and
normalization come on top.
`;

const FILE = path.resolve(__dirname, "../../docs/operators.md");

/** The page as Markdown, formatted as everything else. */
export async function operatorsPage(): Promise<string> {
  const options = (await resolveConfig(FILE)) ?? {};
  return format(pageText(), { ...options, parser: "markdown" });
}

function pageText(): string {
  const sections = Object.entries(FAMILIES).map(([family, title]) => {
    const operators = allOperators().filter((operator) => operator.family === family);
    return operators.length === 0 ? "" : [`## ${title}\n`, ...operators.map(describe)].join("\n");
  });
  return [INTRODUCTION, ...sections.filter((section) => section !== "")].join("\n");
}

function describe(operator: Operator): string {
  const notes = [
    operator.aliases?.length ? `Aliases: ${operator.aliases.map(code).join(", ")}.` : "",
    operator.merge === true ? `Merge: \`${operator.name.toLowerCase()} { | … }\`.` : "",
    describeArity(operator),
  ].filter((note) => note !== "");
  const table = operator.parameters.map(describeParameter).join("");
  const header = "| parameter | type | default | |\n| --- | --- | --- | --- |\n";
  const body = [operator.documentation, ...notes].join(" ");
  return `### ${operator.name}\n\n${body}\n${table === "" ? "" : `\n${header}${table}`}`;
}

function describeArity({ arity: { min, max } }: Operator): string {
  if (min === 1 && max === 1) return "";
  if (max === 0) return "Takes no tensor.";
  if (max === Infinity) return "Takes any number of tensors.";
  return min === max ? `Takes ${String(min)} tensors.` : `Takes ${String(min)} to ${String(max)} tensors.`;
}

function describeParameter(parameter: Parameter): string {
  const names = [parameter.name, ...(parameter.aliases ?? [])].map(code).join(", ");
  const type = parameter.choices === undefined ? parameter.type : parameter.choices.map(code).join(", ");
  const fallback =
    parameter.default === undefined
      ? parameter.optional === true
        ? "optional"
        : "required"
      : code(formatValue(parameter.default));
  return `| ${names} | ${type} | ${fallback} | ${parameter.documentation.replaceAll("|", "\\|")} |\n`;
}

function code(text: string): string {
  return `\`${text}\``;
}

if (process.argv[1] === __filename) {
  void operatorsPage().then((page) => writeFileSync(FILE, page));
}
