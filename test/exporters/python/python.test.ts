// PyTorch modules: their text, and what real PyTorch says of their params and output shapes where it is installed.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { analyseNetwork } from "../../../src/analysis/network-analysis";
import { PYTHON_EXPORTER } from "../../../src/exporters/python/python";
import type { Network } from "../../../src/model/network";
import { NET } from "../../../src/net/format";

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
];

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
    net = classes[0]().eval()
    with torch.no_grad():
        outputs = net(*[torch.zeros(1, *shape) for shape in shapes])
    outputs = outputs if isinstance(outputs, tuple) else (outputs,)
    results[name] = {"params": sum(p.numel() for p in net.parameters()), "outputs": [list(o.shape[1:]) for o in outputs]}
print(json.dumps(results))
`;

function judge(cases: readonly (readonly [string, string, unknown])[]): Record<string, unknown> | undefined {
  const { status, stdout } = spawnSync("/usr/bin/python3", ["-c", JUDGE], {
    input: JSON.stringify(cases),
    encoding: "utf8",
  });
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
    const exported = PYTHON_EXPORTER.write(readNet("network A {\n  input x [seq, 8]\n  Linear(4)\n}"));
    assert.deepEqual(exported, {
      refusal: 'The shape at the layer "Linear" is not known, but a PyTorch module needs it.',
    });
  });

  it("has the params and output shapes that PyTorch says, where it is installed", function () {
    if (!hasTorch()) this.skip();
    const folder = mkdtempSync(path.join(tmpdir(), "netlens-python-"));
    const cases: [string, string, unknown][] = [];
    const expected: Record<string, unknown> = {};
    for (const name of JUDGED) {
      const uri = `file://${path.join(SAMPLES, name)}`;
      const network = readNet(readFileSync(path.join(SAMPLES, name), "utf8"), uri);
      const exported = PYTHON_EXPORTER.write(network);
      assert.ok("text" in exported, name);
      const file = path.join(folder, `${name}.py`);
      writeFileSync(file, exported.text);
      cases.push([name, file, network.inputs.map(({ shape }) => shape)]);
      const { totals } = analyseNetwork(network);
      expected[name] = {
        params: (totals.params.value ?? 0) + (totals.auxiliary.params.value ?? 0),
        outputs: network.body.outputs.map((source) => {
          let [body, from] = [network.body, source];
          for (;;) {
            if ("input" in from) return body.inputs[from.input]!.shape;
            const node = body.nodes[from.node]!;
            if (node.kind === "layer") return node.outputs[from.output]!.shape;
            [body, from] = [node.body, node.body.outputs[from.output]!];
          }
        }),
      };
    }
    const results = judge(cases);
    rmSync(folder, { recursive: true });
    assert.deepEqual(results, expected);
  }).timeout(300_000);
});
