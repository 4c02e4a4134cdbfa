// PyTorch modules: their text, and what real PyTorch says of their params and output shapes where it is installed.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { analyseNetwork } from "../../../src/analysis/network-analysis";
import { shapeOf } from "../../../src/analysis/body-analysis";
import { PYTHON_EXPORTER } from "../../../src/exporters/python/python";
import { WRITERS } from "../../../src/exporters/python/writers";
import type { Attributes, Network } from "../../../src/model/network";
import { NET } from "../../../src/net/format";
import { allOperators, operatorNamed } from "../../../src/operators/index";
import { checkAttributes } from "../../../src/operators/parameters";

const SAMPLES = path.resolve(__dirname, "../../../samples");

/** Samples with every kind of window, merge and head, small enough to run in a moment. */
const JUDGED = [
  "convnext-tiny.net",
  "densenet121.net",
  "efficientnet-b0.net",
  "googlenet.net",
  "mobilenet-v2.net",
  "resnet18.net",
  "squeezenet.net",
  "vit-b16.net",
];

/** Networks of what the samples and the recorded operators lack: [input, body]. */
const SMALL: readonly (readonly [inputs: string, body: string])[] = [
  ["x [12, 16]", "MultiHeadAttention(4)"],
  ["x [12, 16]", "a, s = MultiHeadAttention(4)\noutput a, s"],
  ["x [12, 16]", "a, s = MultiHeadAttention(4, average=false, bias=false)\noutput a, s"],
  ["x [12, 16]", "MultiHeadAttention(4, head_dim=5, value_dim=3, out=9, kv_heads=2)"],
  ["x [6, 5, 16]", "MultiHeadAttention(2, axes=[1, 2])"],
  ["x [12, 16]; y [7, 10]", "MultiHeadAttention(x, y, heads=4)"],
  ["q [4, 8]; k [6, 8]; v [6, 5]", "ScaledDotProductAttention(q, k, v, scale=true)"],
  ["q [4, 8]; k [6, 8]", "AdditiveAttention(q, k)"],
  ["x [12, 16]", "ClassToken(2) -> PositionalEmbedding"],
  ["x [12, 16]", "PositionalEmbedding(length=20)"],
  ["x [12, 16]", "PositionalEmbedding(learned=false)"],
  ["x [12, 16]", "p = Parameter([16])\nAdd(x, p)"],
  ["x [12, 16]", "p = Parameter([4, 16])\nConcat(p, x, axis=1) -> Linear(3)"],
  ["x [12, 16]", "c = Constant([12, 1], value=2)\nMul(x, c)"],
  ["x [5]", "OneHot(7) -> Embedding(9, 3)"],
  ["x [12, 16]", "y, h, c = LSTM(6, layers=2, bidirectional=true)\noutput y, h, c"],
  ["x [12, 16]", 'GRU(6, bidirectional=true, merge="sum", biases=1)'],
  ["x [12, 16]; h [1, 6]; c [1, 6]", "LSTM(x, h, c, hidden=6, sequence=false)"],
  ["x [3, 12, 16]", "RNN(6, bidirectional=true, sequence=false)"],
  ["x [5, 3, 8, 8]", 'ConvLSTM(4, 3, pad="same")'],
  ["x [5, 8, 8, 3]", 'ConvLSTM(4, 3, sequence=false, layout="channels-last")'],
  ["x [5, 8, 8, 3]", 'Conv(4, [3, 3], layout="channels-last")\nMaxPool([2, 2], layout="channels-last")'],
  [
    "x [9, 9, 6]",
    'Conv(4, 3, stride=2, pad="same", layout="channels-last") -> BatchNorm(layout="channels-last")',
  ],
  ["x [9, 9, 6]", 'GlobalAvgPool(keepdim=false, layout="channels-last")'],
  ["x [9, 9, 6]", 'Upsample(scale=2, mode="bilinear", layout="channels-last")'],
  ["x [6, 9, 9]", "SeparableConv(5, 3, multiplier=2, pad=[[0, 1], [1, 1]])"],
  ["x [6, 9, 9]", "LocallyConnected(5, [3, 2], stride=2, pad=1)"],
  ["x [6, 9, 9]", 'ConvTranspose(5, 3, stride=2, pad="same")'],
  ["x [6, 9, 9]", "ConvTranspose(5, 4, stride=3, pad=[[1, 0], [2, 1]])"],
  ["x [6, 9, 9]", "AvgPool(3, stride=2, pad=[[0, 1], [0, 1]], count_include_pad=false)"],
  ["x [6, 8, 8]", "a, i = MaxPool(2)\nMaxUnpool(a, i, kernel=2)"],
  ["x [6, 8, 8]; g [5, 4, 2]", "GridSample(x, g)"],
  [
    "x [6, 8, 8]",
    "RMSNorm(axis=1) -> L2Norm(affine=true) -> LayerNorm(axis=1) -> LayerNorm(axis=[2, 3], scale=false)",
  ],
  [
    "x [6, 8, 8]",
    "InstanceNorm(affine=true) -> BatchNorm(scale=false) -> GroupNorm(2, bias=false) -> Normalization",
  ],
  [
    "x [6, 8, 8]",
    "Scale(bias=true) -> Bias -> Scale(axis=-1) -> Affine(scale=2, shift=1, power=2) -> PReLU(shape=[6, 1, 1])",
  ],
  [
    "x [6, 8, 8]",
    "ReduceL1(axis=1, keepdim=true) -> ReduceL2(axis=-1) -> Variance(axis=[1]) -> ReduceProd(axis=1)",
  ],
  [
    "x [6, 8, 8]",
    "a = ReduceMin(axis=[2, 3])\nb = x -> LogSumExp(axis=[2, 3])\nc = x -> ArgMax(axis=1)\nd = x -> ArgMin\noutput a, b, c, d",
  ],
  [
    "x [6]",
    "Abs -> Neg -> Exp -> Log -> Sqrt -> Rsqrt -> Reciprocal -> Square -> Sin -> Cos -> Erf -> Sign -> Floor -> Ceil -> Round",
  ],
  [
    "x [6]",
    'Not -> Pow(exponent=3) -> Clip(min=0, max=1) -> Cast(to="float32") -> StopGradient -> CumSum -> Threshold -> Softmin',
  ],
  [
    "x [6, 4]; y [4]",
    "a = Greater(x, y)\nb = LessOrEqual(x, y)\nc = And(a, b)\nd = Where(c, x, y)\ne = Mod(d, y)\nf = Or(a, b)\ng = Equal(x, y)\nh = Less(x, y)\ni = GreaterOrEqual(x, y)\nAverage(c, e, f, g, h, i)",
  ],
  ["x [6, 4]; y [4]", "a = Add(x, y, value=2)\nb = Max(a, value=0)\nMin(b, y)"],
  ["x [3, 4, 5]; y [5, 2]", "MatMul(x, y)"],
  ["x [4, 5]; y [3, 4, 7]", "a = MatMul(x, y, transpose_first=true)\noutput a"],
  [
    "x [6, 5]",
    "Gather([0, -1, 2]) -> CELU -> LogSigmoid -> Softsign -> AlphaDropout -> SpatialDropout -> GaussianNoise",
  ],
  ["x [6, 5]; i [3]", "Gather(x, i)"],
  ["a [8]; b [8]", "Bilinear(a, b, features=3)"],
  ["x [10]; l []", "CrossEntropyLoss(x, l)"],
  ["x [10, 4, 4]; l [1, 4, 4]", "CrossEntropyLoss(x, l)"],
  ["x [10]; l []", "a = NLLLoss(x, l)\nb = HingeLoss(x, l)\nc = Accuracy(x, l)\noutput a, b, c"],
  [
    "x [10]; y [10]",
    "a = BCELoss(x, y)\nb = MSELoss(x, y)\nc = L1Loss(x, y)\nd = KLDivLoss(x, y)\noutput a, b, c, d",
  ],
  ["x [10]; y [10]; s []", "ContrastiveLoss(x, y, s)"],
];

/** What PyTorch cannot be asked for: data-dependent results, and what nobody says. */
const WITHOUT_COUNTERPART = [
  "Custom",
  "DetectionOutput",
  "Loss",
  "NonMaxSuppression",
  "PriorBox",
  "Proposal",
  "ROIAlign",
  "ROIPool",
];

function smallNet([inputs, body]: readonly [string, string]): Network {
  const text = `network Small {\n${inputs
    .split("; ")
    .map((input) => `input ${input}\n`)
    .join("")}${body}\n}`;
  const { networks, problems } = NET.read("file:///x.net", text, {});
  assert.deepEqual(
    problems.filter(({ severity }) => severity === "error").map(({ message }) => message),
    [],
    text,
  );
  return networks[0]!;
}

interface TorchCase {
  readonly operator: string;
  readonly attributes: Attributes;
  readonly inputs: readonly (readonly number[])[];
  readonly outputs?: readonly (readonly number[])[];
  readonly weights?: readonly (readonly number[])[];
}

/** What PyTorch said about single operators, each as a network of one layer. */
function recordedNets(): readonly (readonly [TorchCase, Network])[] {
  const file = path.resolve(__dirname, "../../fixtures/torch-operators.json");
  const { cases } = JSON.parse(readFileSync(file, "utf8")) as { readonly cases: readonly TorchCase[] };
  const counts = new Map<string, number>();
  const chosen = cases.filter((fact) => {
    const count = counts.get(fact.operator) ?? 0;
    counts.set(fact.operator, count + 1);
    return fact.outputs !== undefined && (count < 6 || count % 9 === 0);
  });
  return chosen.map((fact) => [fact, networkOf(fact)] as const);
}

function networkOf({ operator, attributes, inputs, outputs = [] }: TorchCase): Network {
  const start = { line: 0, character: 0 };
  const origin = { uri: "file:///x", range: { start, end: start } };
  const all = inputs.map((shape, index) => ({
    name: `in${index}`,
    shape,
    dtype: "float32" as const,
    origin,
  }));
  const layer = {
    kind: "layer" as const,
    name: "op",
    named: true,
    operator,
    attributes: checkAttributes(operatorNamed(operator)!, attributes).attributes,
    inputs: all.map((_, input) => ({ input })),
    outputs: outputs.map((shape) => ({ shape })),
    origin,
  };
  return {
    name: "net",
    dtype: "float32",
    inputs: all,
    outputs: outputs.map((_, index) => `out${index}`),
    facts: {},
    origin,
    body: { inputs: all, nodes: [layer], outputs: outputs.map((_, output) => ({ node: 0, output })) },
  };
}

function readNet(text: string, uri = "file:///x.net"): Network {
  return NET.read(uri, text, { readText: (file) => readFileSync(new URL(file), "utf8") }).networks[0]!;
}

function written(text: string): string {
  const exported = PYTHON_EXPORTER.write(readNet(text));
  assert.ok("text" in exported, "refusal" in exported ? exported.refusal : "");
  return exported.text;
}

/** The params and output shapes of the module in each file, as PyTorch has them. */
const JUDGE = `
import importlib.util, json, sys
import torch
torch.manual_seed(0)
results = {}
for name, file, shapes in json.load(sys.stdin):
    spec = importlib.util.spec_from_file_location("converted", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    classes = [c for c in vars(module).values() if isinstance(c, type) and c.__module__ == "converted"]
    net = classes[-1]().eval()
    with torch.no_grad():
        outputs = net(*[torch.zeros(2, *shape) for shape in shapes])
    outputs = outputs if isinstance(outputs, tuple) else (outputs,)
    results[name] = {"params": sum(p.numel() for p in net.parameters()), "outputs": [list(o.shape[1:]) for o in outputs]}
print(json.dumps(results))
`;

function judge(cases: readonly (readonly [string, string, unknown])[]): Record<string, unknown> | undefined {
  const { status, stdout, stderr } = spawnSync("/usr/bin/python3", ["-c", JUDGE], {
    input: JSON.stringify(cases),
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  if (status !== 0) console.log(stderr);
  return status === 0 ? (JSON.parse(stdout) as Record<string, unknown>) : undefined;
}

function hasTorch(): boolean {
  return spawnSync("/usr/bin/python3", ["-c", "import torch"]).status === 0;
}

describe("converting to PyTorch", () => {
  it("writes a constructor and a forward pass", () => {
    assert.equal(
      written(`network Tiny {
  input image [3, 32, 32]
  conv1 = Conv(8, 3, stride=2, pad=1, bias=false) -> BatchNorm -> ReLU
  add {
    | Conv(8, [1, 3], pad=[0, 1]) -> LeakyReLU(0.1)
    | identity
  }
  GlobalAvgPool -> Flatten
  fc = Linear(10)
}`),
      `import torch
import torch.nn.functional as F
from torch import nn


class Tiny(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 8, 3, stride=2, padding=1, bias=False)
        self.BatchNorm = nn.BatchNorm2d(8)
        self.ReLU = nn.ReLU()
        self.Conv = nn.Conv2d(8, 8, (1, 3), padding=(0, 1))
        self.LeakyReLU = nn.LeakyReLU(negative_slope=0.1)
        self.fc = nn.Linear(8, 10)

    def forward(self, image):
        x = self.conv1(image)
        x = self.BatchNorm(x)
        ReLU = self.ReLU(x)
        x = self.Conv(ReLU)
        x = self.LeakyReLU(x)
        x = x + ReLU
        x = x.mean((2, 3), keepdim=True)
        x = torch.flatten(x, 1, -1)
        fc = self.fc(x)
        return fc
`,
    );
  });

  it("refuses what it cannot write, and says so", () => {
    const exported = PYTHON_EXPORTER.write(readNet("network A {\n  input x [8, seq]\n  Linear(4)\n}"));
    assert.deepEqual(exported, {
      refusal: 'The shape at the layer "Linear" is not known, but a PyTorch module needs it.',
    });
  });

  it("can write every operator but those without a counterpart", () => {
    const missing = allOperators().filter(({ name }) => !WRITERS.has(name));
    assert.deepEqual(missing.map(({ name }) => name).sort(), WITHOUT_COUNTERPART);
  });

  it("leaves alone what training leaves alone", () => {
    assert.match(
      written("network A {\n  input x [8]\n  a = Linear(4, frozen=true)\n}"),
      /self\.a = nn\.Linear\(8, 4\)\.requires_grad_\(False\)/,
    );
  });

  it("is a class of its own beside what it uses", () => {
    const text = PYTHON_EXPORTER.write({ ...smallNet(["x [4, 6]", "RMSNorm"]), name: "norm-along" });
    assert.ok("text" in text);
    assert.match(text.text, /^class NormAlong\(nn\.Module\):[^]*^class NormAlongNet\(nn\.Module\):/m);
  });

  it("writes sizes that are open where the module needs them not", () => {
    const text = written("network A {\n  input x [3, h, w]\n  Conv(4, 3) -> ReLU\n}");
    assert.match(text, /nn\.Conv2d\(3, 4, 3\)/);
    assert.doesNotMatch(text, /NaN/);
  });

  describe("has the params and output shapes that PyTorch says, where it is installed", () => {
    it("for samples", function () {
      if (!hasTorch()) this.skip();
      const networks = JUDGED.map((name) => {
        const uri = `file://${path.join(SAMPLES, name)}`;
        return [name, readNet(readFileSync(path.join(SAMPLES, name), "utf8"), uri)] as const;
      });
      judgeAll(networks.map(([name, network]) => ({ name, network, expected: figuresOf(network) })));
    }).timeout(300_000);

    it("for every kind of layer that samples lack", function () {
      if (!hasTorch()) this.skip();
      judgeAll(
        SMALL.map((each) => {
          const network = smallNet(each);
          return { name: each.join(" | "), network, expected: figuresOf(network) };
        }),
      );
    }).timeout(300_000);

    it("for operators as PyTorch itself has them", function () {
      if (!hasTorch()) this.skip();
      judgeAll(
        recordedNets().map(([fact, network], index) => ({
          name: `${String(index)} ${fact.operator} ${JSON.stringify(fact.attributes)} ${JSON.stringify(fact.inputs)}`,
          network,
          expected: {
            params: (fact.weights ?? []).reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 1), 0),
            outputs: fact.outputs,
          },
        })),
      );
    }).timeout(300_000);
  });
});

function figuresOf(network: Network): unknown {
  const { totals } = analyseNetwork(network);
  return {
    params: (totals.params.value ?? 0) + (totals.auxiliary.params.value ?? 0),
    outputs: network.body.outputs.map((source) => shapeOf(network.body, source)),
  };
}

/** Writes the networks as modules, and compares what PyTorch says of them. */
function judgeAll(
  all: readonly { readonly name: string; readonly network: Network; readonly expected: unknown }[],
): void {
  const folder = mkdtempSync(path.join(tmpdir(), "netlens-python-"));
  try {
    const cases = all.map(({ name, network }, index): readonly [string, string, unknown] => {
      const exported = PYTHON_EXPORTER.write(network);
      assert.ok("text" in exported, `${name}: ${"refusal" in exported ? exported.refusal : ""}`);
      const file = path.join(folder, `net${String(index)}.py`);
      writeFileSync(file, exported.text);
      return [name, file, network.inputs.map(({ shape }) => shape)];
    });
    assert.deepEqual(judge(cases), Object.fromEntries(all.map(({ name, expected }) => [name, expected])));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
