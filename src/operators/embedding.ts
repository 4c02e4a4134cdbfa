// Embeddings and tokens: Embedding, PositionalEmbedding, ClassToken, and learnable tensors on their own.

import * as l10n from "@vscode/l10n";
import type { Count } from "../model/exact";
import { sum } from "../model/exact";
import type { Weight } from "../model/network";
import type { Shape } from "../model/shape";
import { formatShape } from "../model/shape";
import {
  fails,
  gives,
  isOn,
  keepsShape,
  lastDim,
  numberOf,
  numbersOf,
  outputElements,
  parameter,
  UNKNOWN,
  wrongRank,
} from "./call";
import { explainParams } from "./explain";
import type { Call, Inference, InferredCall, Operator } from "./operator";

const EMBEDDING: Operator = {
  name: "Embedding",
  family: "embedding",
  documentation:
    "Looks up a learnable vector for each number of the input: `[T]` gives `[T, dim]` (PyTorch's `Embedding`).",
  parameters: [
    {
      name: "num",
      type: "integer",
      min: 1,
      aliases: ["num_embeddings", "input_dim"],
      documentation: "Different inputs (the vocabulary).",
    },
    {
      name: "dim",
      type: "integer",
      min: 1,
      aliases: ["embedding_dim", "output_dim"],
      documentation: "Length of a vector.",
    },
  ],
  arity: { min: 1, max: 1 },
  infer: (call) => gives(call.inputs[0] && [...call.inputs[0], numberOf(call, "dim")]),
  weights: embeddingWeights,
  explain: (call) => ({ params: explainParams(embeddingWeights(call)) }),
};

const POSITIONAL_EMBEDDING: Operator = {
  name: "PositionalEmbedding",
  family: "embedding",
  documentation: "Adds a vector to each position of `[T, C]`: learnable, or fixed sines and cosines.",
  parameters: [
    {
      name: "length",
      type: "integer",
      optional: true,
      min: 1,
      aliases: ["max_length"],
      documentation: "Positions that there are vectors for; as many as the input has unless given.",
    },
    { name: "learned", type: "boolean", default: true, documentation: "Learnable vectors." },
  ],
  arity: { min: 1, max: 1 },
  infer: inferPositional,
  weights: positionalWeights,
  operations: outputElements,
  explain: (call) => ({ params: explainParams(positionalWeights(call)) }),
};

const CLASS_TOKEN: Operator = {
  name: "ClassToken",
  aliases: ["ClsToken"],
  family: "embedding",
  documentation: "Puts a learnable token before the positions of `[T, C]`, as vision transformers do.",
  parameters: [
    {
      name: "count",
      type: "integer",
      default: 1,
      min: 1,
      documentation: "Tokens to put before (registers).",
    },
  ],
  arity: { min: 1, max: 1 },
  infer: inferToken,
  weights: tokenWeights,
  explain: (call) => ({ shape: explainTokens(call), params: explainParams(tokenWeights(call)) }),
};

const ONE_HOT: Operator = {
  name: "OneHot",
  family: "embedding",
  documentation: "A vector with a single 1 for each number of the input: `[T]` gives `[T, classes]`.",
  parameters: [
    {
      name: "classes",
      type: "integer",
      min: 1,
      aliases: ["num_classes", "depth"],
      documentation: "Length of a vector.",
    },
  ],
  arity: { min: 1, max: 1 },
  infer: (call) => gives(call.inputs[0] && [...call.inputs[0], numberOf(call, "classes")]),
};

const PARAMETER: Operator = {
  name: "Parameter",
  family: "embedding",
  documentation: "A learnable tensor on its own, such as a table of relative positions.",
  parameters: [{ name: "shape", type: "shape", min: 0, documentation: "Its sizes." }],
  arity: { min: 0, max: 0 },
  infer: (call) => gives(numbersOf(call, "shape")),
  weights: ownTensor,
  explain: (call) => ({ params: explainParams(ownTensor(call)) }),
};

export const EMBEDDINGS: readonly Operator[] = [
  EMBEDDING,
  POSITIONAL_EMBEDDING,
  CLASS_TOKEN,
  ONE_HOT,
  PARAMETER,
];

function embeddingWeights(call: InferredCall): readonly Weight[] {
  return [parameter("weight", [numberOf(call, "num"), numberOf(call, "dim")])];
}

function inferPositional(call: Call): Inference {
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  if (input.length < 2) return fails(wrongRank("PositionalEmbedding", "[T, C]", input));
  const length = numberOf(call, "length");
  const positions = input[input.length - 2];
  if (length === undefined || typeof positions !== "number" || positions <= length) return keepsShape(call);
  const message = l10n.t(
    "PositionalEmbedding: there are vectors for {0} positions, but {1} has {2}.",
    length,
    formatShape(input),
    positions,
  );
  return fails({ code: "shape-mismatch", parameter: "length", input: 0, message });
}

function positionalWeights(call: InferredCall): readonly Weight[] {
  const [input] = call.inputs;
  if (!isOn(call, "learned")) return [];
  const positions = numberOf(call, "length") ?? input?.[input.length - 2];
  return [parameter("weight", [positions, lastDim(input)])];
}

function inferToken(call: Call): Inference {
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  if (input.length < 2) return fails(wrongRank("ClassToken", "[T, C]", input));
  const positions = input[input.length - 2];
  const longer: Count = sum([typeof positions === "number" ? positions : undefined, numberOf(call, "count")]);
  const shape: Shape = [...input.slice(0, -2), longer, lastDim(input)];
  return gives(shape);
}

function explainTokens(call: InferredCall): readonly string[] {
  const [from, to] = [call.inputs[0], call.outputs[0]].map((shape) =>
    String(shape?.[shape.length - 2] ?? "?"),
  );
  return [`${from ?? "?"} + ${String(numberOf(call, "count") ?? "?")} = ${to ?? "?"}`];
}

function tokenWeights(call: InferredCall): readonly Weight[] {
  return [parameter("weight", [numberOf(call, "count"), lastDim(call.inputs[0])])];
}

function ownTensor(call: InferredCall): readonly Weight[] {
  return [parameter("weight", numbersOf(call, "shape") ?? [undefined])];
}
