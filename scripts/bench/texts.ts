// Texts of a given number of lines, as people write them: stages, residual blocks, branches, chains on one line.

/** A network of blocks of their own, `lines` long; each block is defined once and instantiated once. */
export function blocksText(lines: number): string {
  const blocks = Math.max(1, Math.floor((lines - 6) / (BLOCK_LINES + 1)));
  const names = Array.from({ length: blocks }, (_, index) => `Block${String(index)}`);
  return [
    "network Net(classes = 1000) {",
    "  input image [3, 64, 64]",
    "  Conv(16, 3, pad=1, bias=false) -> BatchNorm -> ReLU",
    ...names.map((name) => `  ${name}(16)`),
    "  GlobalAvgPool -> Flatten",
    "  Linear(classes)",
    "}",
    ...names.flatMap(block),
    "",
  ].join("\n");
}

const BLOCK_LINES = 13;

function block(name: string): readonly string[] {
  return [
    "",
    "/** Three branches and a residual. */",
    `block ${name}(width, stride = 1) {`,
    "  add {",
    "    | Conv(width, 1, bias=false) -> BatchNorm -> ReLU",
    "      Conv(width, 3, stride=stride, pad=1, bias=false) -> BatchNorm -> ReLU",
    "      Conv(width, 1, bias=false) -> BatchNorm",
    "    | if stride != 1 or in.channels != width { Conv(width, 1, stride=stride, bias=false) -> BatchNorm }",
    "  }",
    "  ReLU",
    "  MaxPool(3, stride=1, pad=1)",
    "  refine = Conv(width, 3, pad=1) -> ReLU",
    "}",
  ];
}

/** One network, a layer or a short chain a line. */
export function chainText(lines: number): string {
  const body = Array.from(
    { length: Math.max(1, lines - 3) },
    (_, index) => CHAIN[index % CHAIN.length] ?? "",
  );
  return ["network Net {", "  input image [16, 32, 32]", ...body, "}", ""].join("\n");
}

const CHAIN = [
  "  Conv(16, 3, pad=1, bias=false) -> BatchNorm -> ReLU",
  "  Conv(16, 3, pad=1)",
  "  ReLU",
  "  MaxPool(3, stride=1, pad=1)",
];

/** One block repeated `times` times. */
export function repeatText(times: number): string {
  return [
    "network Net {",
    "  input image [16, 32, 32]",
    `  repeat ${String(times)} {`,
    "    Residual(16)",
    "  }",
    "  GlobalAvgPool -> Flatten",
    "  Linear(10)",
    "}",
    ...block("Residual"),
    "",
  ].join("\n");
}
