// States of a text while somebody types: one edit of a sound file each.

export interface Case {
  readonly title: string;
  /** Where to look for `replace`: the first occurrence after this text. */
  readonly at: string;
  readonly replace: string;
  readonly by: string;
  /** The codes of the problems that this text has; not checked unless given. */
  readonly codes?: readonly string[];
  /** Why layers may land in another container: the text allows no better answer. */
  readonly misplaced?: string;
}

export const SOURCE = `import { ConvRelu, Head as Top } from "./common.net"

/** A network with everything in it. */
@year(2014) @budget(params=7M, macs=1.6G)
network Sample(classes = 1000) {
  input image [3, 224, 224]
  let width = 4 * 16

  stage stem {
    conv1 = Conv(64, 7, stride=2, pad=3) -> ReLU
    MaxPool(3, stride=2, ceil=true)
    LocalResponseNorm(5)
  }

  repeat 3 as i {
    Inception(64, 96)
    add {
      | Conv(width, 1) -> BatchNorm -> ReLU
        Conv(width, 3, pad=1) -> BatchNorm
      | if in.channels != width {
          Conv(width, 1, stride=1)
        } else {
          Dropout(0.1)
        }
    }
    ReLU
  }

  auxiliary aux1 {
    AvgPool(5, stride=3) -> Flatten
    Linear(classes)
  }

  left = conv1 -> Conv(32, kernel=[1, 7], pad=[0, 3])
  q, k, v = Split(3)
  concat(axis=0) {
    | MaxPool(2)
    | Conv(128, 3, pad="same")
      BatchNorm
  }
  GlobalAvgPool -> Flatten
  logits = Linear(classes)
  output logits, left
}

/** Parallel branches. */
block Inception(c1, c3 = 64) {
  concat {
    | ConvRelu(c1, 1)
    | ConvRelu(c3, 1) -> ConvRelu(c3, 3)
    | MaxPool(3, stride=1, pad=1)
  }
}

block Tail(n) {
  Linear(n)
  Softmax
}
`;

export const CASES: readonly Case[] = [
  { title: "a missing )", at: "conv1 = ", replace: "pad=3)", by: "pad=3", codes: ["unclosed-bracket"] },
  {
    title: "a missing ) at the end of a line",
    at: "LocalResponseNorm",
    replace: "(5)",
    by: "(5",
    codes: ["unclosed-bracket"],
  },
  { title: "only (", at: "LocalResponseNorm", replace: "(5)", by: "(", codes: ["unclosed-bracket"] },
  {
    title: "an argument without value at the end of a line",
    at: "MaxPool",
    replace: "(3, stride=2, ceil=true)",
    by: "(3, stride=",
    codes: ["unclosed-bracket"],
  },
  {
    title: "an argument without value",
    at: "MaxPool",
    replace: "ceil=true",
    by: "ceil=",
    codes: ["missing-value"],
  },
  {
    title: "a comma at the end of the arguments",
    at: "Inception(64",
    replace: ", 96)",
    by: ", ",
    codes: ["unclosed-bracket"],
  },
  {
    title: "a missing ] of a list",
    at: "left =",
    replace: "[1, 7]",
    by: "[1, 7",
    codes: ["unclosed-bracket"],
  },
  {
    title: "a list that is being typed",
    at: "left =",
    replace: "[1, 7], pad=[0, 3])",
    by: "[",
    codes: ["unclosed-bracket"],
  },
  { title: "a missing ] of an input", at: "input", replace: "224]", by: "224", codes: ["unclosed-bracket"] },
  { title: "an input without shape", at: "input", replace: " [3, 224, 224]", by: "", codes: [] },
  {
    title: "an input that is being typed",
    at: "input",
    replace: "input image [3, 224, 224]",
    by: "input",
    codes: ["missing-name"],
  },
  {
    title: "a lone -> at the end of a line",
    at: "LocalResponseNorm",
    replace: "(5)",
    by: "(5) ->",
    codes: ["missing-layer"],
  },
  {
    title: "a lone -> on a line",
    at: "LocalResponseNorm",
    replace: "LocalResponseNorm(5)",
    by: "->",
    codes: ["missing-layer"],
  },
  {
    title: "a -> before a named layer",
    at: "Linear(classes)\n  }\n",
    replace: "\n  left",
    by: "\n  ReLU ->\n  left",
    codes: ["missing-layer"],
  },
  { title: "two ->", at: "conv1 = ", replace: "->", by: "-> ->", codes: ["missing-layer"] },
  {
    title: "a lone | in a merge",
    at: "| MaxPool(2)",
    replace: "\n    | Conv",
    by: "\n    |\n    | Conv",
    codes: [],
    misplaced: "the new branch counts",
  },
  {
    title: "a lone | in a stage",
    at: "LocalResponseNorm",
    replace: "LocalResponseNorm(5)",
    by: "|\n    LocalResponseNorm(5)",
    codes: ["unexpected-branch"],
  },
  { title: "an unfinished text", at: "pad=", replace: '"same")', by: '"same)', codes: ["unterminated-text"] },
  {
    title: "an unfinished text as the last thing",
    at: "| Conv(128",
    replace: '"same")',
    by: '"',
    codes: ["unterminated-text"],
  },
  {
    title: "an unfinished import path",
    at: "from",
    replace: '"./common.net"',
    by: '"./comm',
    codes: ["unterminated-text"],
  },
  {
    title: "an import that is being typed",
    at: "import",
    replace: 'import { ConvRelu, Head as Top } from "./common.net"',
    by: "import { ",
    codes: ["unclosed-bracket"],
  },
  {
    title: "an import without path",
    at: "import",
    replace: 'from "./common.net"',
    by: "",
    codes: ["missing-path"],
  },
  {
    title: "a missing } of a stage",
    at: "LocalResponseNorm(5)",
    replace: "\n  }\n",
    by: "\n\n",
    codes: ["unclosed-bracket"],
  },
  {
    title: "a missing } of a merge",
    at: "BatchNorm\n  }",
    replace: "\n  }\n",
    by: "\n",
    codes: ["unclosed-bracket"],
  },
  {
    title: "a missing } of the last statement's merge",
    at: "      BatchNorm\n",
    replace: "  }\n",
    by: "",
    codes: ["unclosed-bracket"],
  },
  {
    title: "a missing } of a network",
    at: "output logits",
    replace: "\n}\n",
    by: "\n",
    codes: ["unclosed-bracket"],
  },
  {
    title: "a missing } of a repeat",
    at: "    ReLU\n",
    replace: "  }\n",
    by: "",
    codes: ["unclosed-bracket"],
  },
  {
    title: "a missing } of a branch's if",
    at: "Dropout(0.1)\n",
    replace: "        }\n",
    by: "",
    codes: ["unclosed-bracket"],
  },
  {
    title: "a missing } before else",
    at: "stride=1)\n",
    replace: "        } else {",
    by: "        else {",
    codes: ["unclosed-bracket"],
  },
  { title: "a stage without its {", at: "stage stem", replace: " {", by: "", codes: ["missing-brace"] },
  { title: "a merge without its {", at: "concat(axis=0)", replace: " {", by: "", codes: ["missing-brace"] },
  { title: "a network without its {", at: "network", replace: " {", by: "", codes: ["missing-brace"] },
  {
    title: "a stray }",
    at: "LocalResponseNorm(5)",
    replace: "\n",
    by: "\n    }\n",
    codes: ["unexpected-bracket"],
  },
  {
    title: "a stray } at the end of a line",
    at: "ceil=true)",
    replace: "\n",
    by: " }\n",
    codes: ["unexpected-bracket"],
  },
  { title: "a stray )", at: "LocalResponseNorm", replace: "(5)", by: "(5))", codes: ["unexpected-bracket"] },
  { title: "a stray ]", at: "LocalResponseNorm", replace: "(5)", by: "(5])", codes: ["unexpected-bracket"] },
  { title: "a stray {", at: "LocalResponseNorm(5)", replace: "\n", by: " {\n", codes: ["unclosed-bracket"] },
  {
    title: "a misspelt network",
    at: "macs=1.6G",
    replace: "network",
    by: "netwrok",
    codes: ["misspelt-keyword"],
  },
  {
    title: "a misspelt block",
    at: "Parallel branches. */",
    replace: "block",
    by: "blok",
    codes: ["misspelt-keyword"],
  },
  {
    title: "a misspelt stage",
    at: "\n",
    replace: "stage stem",
    by: "stag stem",
    codes: ["misspelt-keyword"],
  },
  {
    title: "a misspelt auxiliary",
    at: "\n",
    replace: "auxiliary aux1",
    by: "auxilary aux1",
    codes: ["misspelt-keyword"],
  },
  { title: "a misspelt repeat", at: "\n", replace: "repeat 3", by: "repaet 3", codes: ["misspelt-keyword"] },
  {
    title: "a misspelt input",
    at: "\n",
    replace: "input image",
    by: "imput image",
    codes: ["misspelt-keyword"],
  },
  { title: "a misspelt operator", at: "\n", replace: "MaxPool(3", by: "MaxPol(3", codes: [] },
  {
    title: "a stage that is being typed",
    at: "LocalResponseNorm(5)\n  }\n",
    replace: "\n",
    by: "\n  stage\n",
    codes: ["missing-name"],
  },
  {
    title: "a named stage that is being typed",
    at: "LocalResponseNorm(5)\n  }\n",
    replace: "\n",
    by: "\n  stage x\n",
    codes: ["missing-body"],
  },
  {
    title: "a stage whose { was typed last",
    at: "LocalResponseNorm(5)\n  }\n",
    replace: "\n",
    by: "\n  stage x {\n",
    codes: ["unclosed-bracket"],
  },
  {
    title: "an if that is being typed",
    at: "LocalResponseNorm(5)\n  }\n",
    replace: "\n",
    by: "\n  if\n",
    codes: ["missing-condition"],
  },
  {
    title: "a repeat that is being typed",
    at: "LocalResponseNorm(5)\n  }\n",
    replace: "\n",
    by: "\n  repeat 3 as\n",
    codes: ["missing-name"],
  },
  {
    title: "a name that is being given",
    at: "left =",
    replace: " conv1 -> Conv(32, kernel=[1, 7], pad=[0, 3])",
    by: "",
    codes: ["missing-layer"],
  },
  { title: "a let without value", at: "let width =", replace: " 4 * 16", by: "", codes: ["missing-value"] },
  {
    title: "a let with half an expression",
    at: "let width =",
    replace: "4 * 16",
    by: "4 *",
    codes: ["missing-operand"],
  },
  {
    title: "half an expression among the arguments",
    at: "Conv(width, 3",
    replace: "width, 3",
    by: "width * , 3",
    codes: ["missing-operand"],
  },
  {
    title: "an if with half a condition",
    at: "if in.channels",
    replace: "!= width",
    by: "!=",
    codes: ["missing-operand"],
  },
  {
    title: "a member that is being typed",
    at: "if in",
    replace: ".channels != width",
    by: ".",
    codes: ["missing-name"],
  },
  { title: "a missing ->", at: "conv1 = ", replace: "-> ReLU", by: "ReLU", codes: ["missing-arrow"] },
  {
    title: "an annotation that is being typed",
    at: "@year",
    replace: "@year(2014)",
    by: "@",
    codes: ["missing-name"],
  },
  {
    title: "an annotation without )",
    at: "@budget",
    replace: "1.6G)",
    by: "1.6G",
    codes: ["unclosed-bracket"],
  },
  {
    title: "an unfinished comment",
    at: "/** A network",
    replace: " */",
    by: "",
    codes: ["unterminated-comment"],
  },
  {
    title: "an unfinished comment between layers",
    at: "LocalResponseNorm",
    replace: "LocalResponseNorm(5)",
    by: "LocalResponseNorm(5) /* one",
    codes: ["unterminated-comment"],
  },
  {
    title: "a character of another language",
    at: "LocalResponseNorm",
    replace: "(5)",
    by: "(5);",
    codes: ["unexpected-character"],
  },
  {
    title: "a parameter list that is being typed",
    at: "block Tail",
    replace: "(n)",
    by: "(n, ",
    codes: ["unclosed-bracket"],
  },
  {
    title: "a parameter without default",
    at: "block Inception",
    replace: "c3 = 64",
    by: "c3 =",
    codes: ["missing-value"],
  },
  {
    title: "a block without name",
    at: "Parallel branches. */",
    replace: "Inception(",
    by: "(",
    codes: ["missing-name"],
    misplaced: "the container has no name",
  },
  {
    title: "an output that is being typed",
    at: "output",
    replace: "logits, left",
    by: "logits,",
    codes: ["missing-name"],
  },
];
