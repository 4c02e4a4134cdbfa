// Writes docs/keras.md from the rows of Keras' layers: `npx tsx scripts/docs/keras.ts`.

import { writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { format, resolveConfig } from "prettier";
import { layerNamed, layerNames } from "../../src/formats/keras/layers/index";
import { operatorNamed } from "../../src/operators/index";

const FILE = path.resolve(__dirname, "../../docs/keras.md");

const INTRODUCTION = `# Keras

<!-- Written by scripts/docs/keras.ts from the rows in src/formats/keras/layers: change those. -->

Netlens reads \`.keras\` archives (their config only, never the weights) and the JSON text of \`model.to_json()\`, of Keras 2 and
Keras 3: sequential and functional models, nested models (groups), layers and models that are called more than once (their
weights count once), and functions of \`keras.ops\` or TensorFlow between layers. A model that is a class of its own in Python
keeps its layers in code, and there is nothing to read. A model that is applied to each step of a sequence (\`TimeDistributed\`)
is a group of layers that are.

- Shapes are as Keras shows them: channels last unless the layer says otherwise, without the batch.
- \`count_params()\` is params and buffers together. Trainable are the params that are not frozen; non-trainable are frozen params
  (\`trainable=False\`, in Keras 2 also of a model around the layer) and buffers such as moving means.
- Layers that were quantized to int8 have frozen kernels and scales; with LoRA, the kernel is frozen and two small matrices are trained.
- An activation within a layer is counted by the \`operations\` convention.
- A class that is not in the table, or of someone's own under such a name, is shown with what the file says about its output; its figures are unknown, and totals say so.
- Sizes that the file leaves open (\`None\`) stay open until an input shape is given: with \`--input\`, or in the setting \`netlens.inputShapes\`.

| Keras' class | operator |
| --- | --- |
`;

/** The page as Markdown, formatted as everything else. */
export async function kerasPage(): Promise<string> {
  const options = (await resolveConfig(FILE)) ?? {};
  return format(INTRODUCTION + layerNames().map(row).join(""), { ...options, parser: "markdown" });
}

function row(className: string): string {
  const result = layerNamed(
    className,
    undefined,
  )?.({
    className,
    config: {},
    inputs: [],
    tensors: [],
    argumentNames: [],
    positional: [],
    named: {},
    inner: () => undefined,
  });
  const operator = result?.operator ?? className;
  const known = operatorNamed(operator) !== undefined && operator !== "Identity";
  return `| \`${className}\` | ${known ? `\`${operator}\`` : noteOn(className, operator)} |\n`;
}

function noteOn(className: string, operator: string): string {
  if (layerNamed(className, undefined) === undefined) return "figures of its own, in KerasHub";
  if (className === "Activation") return "the activation of that name";
  if (["TimeDistributed", "Bidirectional", "SpectralNormalization", "Wrapper"].includes(className))
    return "the operator of the layer within";
  return operator === "Identity" ? "passes its input on" : "figures of its own";
}

if (process.argv[1] === __filename) {
  void kerasPage().then((page) => writeFileSync(FILE, page));
}
