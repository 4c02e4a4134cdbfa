// Writes docs/onnx.md from the reader's tables and the models that test them: `npx tsx scripts/docs/onnx.ts`.

import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { format, resolveConfig } from "prettier";
import { hasMacs } from "../../src/formats/onnx/cost/macs";
import { ruledOperators } from "../../src/formats/onnx/infer/rules";
import { mappedOperators } from "../../src/formats/onnx/map/operators";
import { readOnnx } from "../../src/formats/onnx/onnx";
import { distinctBodies } from "../../src/model/visit";
import { operatorNamed } from "../../src/operators/index";

const ROOT = path.resolve(__dirname, "../..");
const FILE = path.join(ROOT, "docs/onnx.md");
const FIXTURE = path.join(ROOT, "test/formats/onnx/fixtures/operators.json");

const INTRODUCTION = `# ONNX

<!-- Written by scripts/docs/onnx.ts from the tables in src/formats/onnx: change those. -->

Netlens reads \`.onnx\` files of opset 7 to 28, of any size: weights are skipped by their length, and files with external data are
never opened. Only the values of small tensors are read, as far as shapes are computed from them.

- Shapes are inferred by Netlens itself, through shape arithmetic (\`Shape\`, \`Gather\`, \`Concat\`, \`Slice\`, …); what the file states is used
  where that ends. Open dimensions stay symbols (\`seq\`, \`2*seq\`, \`floor((height + 1)/2)\`) until an input shape is given: with \`--input\`, or in the setting \`netlens.inputShapes\`.
- The batch is left out: a first axis that is 1, or named like a batch, is dropped; figures are for one sample. Where the batch is folded
  with another axis (windows of attention, frames), the first axis stays.
- Constants, shape arithmetic and \`Identity\` are no layers. What exporters spell out is put together again: a product and its bias,
  LayerNorm, RMSNorm, GroupNorm, GELU, SiLU, Mish, HardSwish, channel shuffle.
- Params are real-valued initializers that training changes, and quantized weights. Running means and variances, scales of quantization
  and constants that the exporter computed are buffers. A tensor that several layers use counts once.
- PyTorch's exporter stores equal vectors once; under names of their own they still count as parameters of their own. In evaluation mode it
  folds batch normalization into convolutions, and those parameters are gone. Its newer form (\`dynamo=True\`) says of each tensor whether
  it is a parameter and what it was computed from: a turned copy of a weight counts as that weight (once, where both are stored), and what
  was looked up in a table or computed from several is a buffer, whose parameters are gone. The older form does not say that a head is a turned
  copy of an embedding: 64 elements of both, read from the file, show it.
- Scopes in node names (\`/layer1/layer1.0/conv1/Conv\`, \`model/block1/conv1/Conv2D\`) or in the metadata of PyTorch's newer exporter are groups;
  without any, the names of weights are used. Nodes that tools put between (quantization, fusion) belong to what is around them.
- Functions of the model are expanded. An \`If\` whose condition is known is replaced by its branch; a short \`Loop\` of a known
  number of passes is unrolled, one that stops by a counter is counted, and sequences are followed element by element. Otherwise \`If\`, \`Loop\` and \`Scan\` are single layers, counted
  as far as it is certain how often they run. Operators of unknown domains are boxes with unknown figures.

Operators of ONNX and of ONNX Runtime (\`com.microsoft\`) whose shapes are inferred:

| ONNX | operator | counts multiply-adds |
| --- | --- | --- |
`;

/** The page as Markdown, formatted as everything else. */
export async function onnxPage(): Promise<string> {
  const options = (await resolveConfig(FILE)) ?? {};
  const seen = operatorsSeen();
  const mapped = new Set(mappedOperators());
  const rows = ruledOperators().map((op) => {
    const names = [...(seen.get(op) ?? [])].filter((name) => operatorNamed(name) !== undefined).sort();
    const shown = names.map((name) => `\`${name}\``).join(" or ");
    const note = mapped.has(op) && shown !== "" ? shown : "";
    return `| \`${op}\` | ${note} | ${hasMacs(op) ? "yes" : ""} |\n`;
  });
  return format(INTRODUCTION + rows.join(""), { ...options, parser: "markdown" });
}

/** For each operator type, what the models that test its shape rule make of it. */
function operatorsSeen(): ReadonlyMap<string, ReadonlySet<string>> {
  const seen = new Map<string, Set<string>>();
  const cases = JSON.parse(readFileSync(FIXTURE, "utf8")) as readonly {
    readonly operator: string;
    readonly model: string;
  }[];
  for (const { operator, model } of cases) {
    const bytes = Buffer.from(model, "base64");
    const source = {
      size: bytes.length,
      read: (offset: number, length: number) => bytes.subarray(offset, offset + length),
    };
    for (const network of readOnnx("case.onnx", source, {}).networks) {
      for (const node of distinctBodies(network.body).flatMap((body) => body.nodes)) {
        if (node.kind !== "layer") continue;
        const known = seen.get(operator) ?? new Set<string>();
        seen.set(operator, known.add(node.operator));
      }
    }
  }
  return seen;
}

if (process.argv[1] === __filename) {
  void onnxPage().then((page) => writeFileSync(FILE, page));
}
