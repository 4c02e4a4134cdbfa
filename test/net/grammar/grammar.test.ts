// What the parser makes of texts: statements, names, values, and what is no sound text at all.

import assert from "node:assert/strict";
import type { Definition, Expression, Flow, LetStatement } from "../../../src/net/generated/ast";
import { numberValue } from "../../../src/net/syntax/number";
import { parseNet } from "../../../src/net/syntax/parse";
import { documentationOf, sequenceOf } from "../../../src/net/syntax/tree";

const URI = "file:///grammar.net";

function definition(source: string): Definition {
  const { ast, problems } = parseNet(source, URI);
  assert.deepEqual(
    problems.map(({ message, range }) => `${range.start.line + 1}: ${message}`),
    [],
  );
  const found = ast.items.find((item) => item.$type === "Definition");
  assert.ok(found !== undefined);
  return found;
}

/** The statements of a body as text: the elements of a flow separated by arrows. */
function statements(body: string): string[] {
  return sequenceOf(definition(`network N {\n${body}\n}`).body).map((statement) => {
    if (statement.$type !== "Flow") return statement.$type;
    const targets = statement.targets.map(({ name }) => name).join(",");
    const elements = statement.elements.map((element) =>
      element.$type === "Call" ? element.callee.$refText : element.$type,
    );
    return (targets === "" ? "" : `${targets}=`) + elements.join(">");
  });
}

/** An expression with all its parentheses. */
function shape(node: Expression | undefined): string {
  switch (node?.$type) {
    case "BinaryExpression":
      return `(${shape(node.left)} ${node.operator} ${shape(node.right)})`;
    case "UnaryExpression":
      return `(${node.operator} ${shape(node.operand)})`;
    case "Conditional":
      return `(${shape(node.value)} if ${shape(node.condition)} else ${shape(node.otherwise)})`;
    case "Member":
      return `${shape(node.receiver)}.${node.member ?? "?"}`;
    case "Index":
      return `${shape(node.receiver)}[${shape(node.index)}]`;
    case "ListLiteral":
      return `[${node.items.map(shape).join(" ")}]`;
    case "Parenthesized":
      return node.items.length === 1 ? shape(node.items[0]) : `<${node.items.map(shape).join(" ")}>`;
    case "NameExpression":
      return node.called
        ? `${node.target.$refText}(${node.arguments.map(({ value }) => shape(value)).join(" ")})`
        : node.target.$refText;
    case "StringLiteral":
      return JSON.stringify(node.value);
    case "NumberLiteral":
    case "BooleanLiteral":
      return String(node.value);
    case "InExpression":
      return "in";
    default:
      return "?";
  }
}

function expression(text: string): string {
  const [statement] = sequenceOf(definition(`network N {\nlet x = ${text}\n}`).body);
  return shape((statement as LetStatement).value);
}

describe("statements", () => {
  it("end with their line", () => {
    assert.deepEqual(statements("Conv(3)\nConv(4)\nReLU"), ["Conv", "Conv", "ReLU"]);
    assert.deepEqual(statements("ReLU\n(3)".replace("\n(3)", "")), ["ReLU"]);
  });
  it("go on over lines with ->, and within brackets", () => {
    assert.deepEqual(statements("A ->\nB\n  -> C\nD(\n1,\n2\n)\nE([\n1\n])"), ["A>B>C", "D", "E"]);
  });
  it("do not take the next line's name after ->, when that is given a tensor", () => {
    const { problems } = parseNet("network N {\nA ->\nb = C\n}", URI);
    assert.deepEqual(
      problems.map(({ code }) => code),
      ["missing-layer"],
    );
  });
  it("are not glued to a line that begins with a bracket or a sign", () => {
    for (const line of ["(3)", "[3]", "-3"]) {
      const { ast } = parseNet(`network N {\nlet x = y\n${line}\nReLU\n}`, URI);
      const [first] = sequenceOf((ast.items[0] as Definition).body);
      assert.equal(shape((first as LetStatement).value), "y", line);
    }
  });
  it("name one tensor or several", () => {
    assert.deepEqual(statements("x = A -> B\nq, k, v = Split(3)"), ["x=A>B", "q,k,v=Split"]);
  });
  it("hold stages, repeats, choices and merges within a flow", () => {
    assert.deepEqual(
      statements(
        "A -> add { | B\n | C } -> repeat 3 { D } -> if x { E } else if y { F } else { G } -> stage s { H }",
      ),
      ["A>add>Repeat>Choice>Stage"],
    );
  });
  it("know a branch over several lines", () => {
    const [flow] = sequenceOf(definition("network N {\nadd {\n | A\n   B\n | C -> D\n |\n}\n}").body);
    const [call] = (flow as Flow).elements;
    assert.ok(call?.$type === "Call");
    assert.deepEqual(
      call.body?.branches.map((branch) => branch.statements.length),
      [2, 1, 0],
    );
  });
  it("take keywords as names of arguments, tensors and members", () => {
    const body =
      "Foo(repeat=1, input=2, output=3, stage=4, in=5, if=6, network=7, as=8)\nrepeat = A\noutput -> B\nlet x = a.input + a.in\nC(stage, block)";
    assert.deepEqual(statements(body), ["Foo", "repeat=A", "output>B", "LetStatement", "C"]);
  });
  it("take any identifier, such as those of JavaScript's objects", () => {
    assert.deepEqual(
      statements("constructor\n__proto__ = toString(hasOwnProperty)\nvalueOf -> größe_2 -> 畳み込み"),
      ["constructor", "__proto__=toString", "valueOf>größe_2>畳み込み"],
    );
  });
});

describe("definitions", () => {
  it("have annotations, parameters, defaults and documentation", () => {
    const found = definition(
      "/**\n * Two\n * lines.\n */\n@year(2014)\n@budget(params=7M) @flag\nblock B(\n  a,\n  b = 2 * a, // why\n) {\n}",
    );
    assert.equal(documentationOf(found), "Two\nlines.");
    assert.deepEqual(
      found.annotations.map(({ name }) => name),
      ["year", "budget", "flag"],
    );
    assert.deepEqual(
      found.parameters.map(({ name, default: value }) => `${name}:${shape(value)}`),
      ["a:?", "b:(2 * a)"],
    );
  });
  it("may have their brace on the next line", () => {
    assert.equal(definition("network N(a)\n{\n ReLU\n}").body?.statements.length, 1);
  });
});

describe("imports", () => {
  it("list names over lines, with aliases", () => {
    const { ast, problems } = parseNet('import {\n  A,\n  B as C,\n} from "./x.net"', URI);
    assert.deepEqual(problems, []);
    const lists = ast.items.map((item) =>
      item.$type === "Import"
        ? [item.path, ...item.names.map(({ target, name }) => `${target.$refText}:${name ?? ""}`)]
        : [],
    );
    assert.deepEqual(lists[0], ["./x.net", "A:", "B:C"]);
  });
});

describe("expressions", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["1 + 2 * 3 - 4", "((1 + (2 * 3)) - 4)"],
    ["(1 + 2) * 3", "((1 + 2) * 3)"],
    ["8 // (2) % 3", "((8 // 2) % 3)"],
    ["(a // b)", "(a // b)"],
    ["not a == b and c or d", "(((not (a == b)) and c) or d)"],
    ["a or b and c", "(a or (b and c))"],
    ["-x.y[1] * -2", "((- x.y[1]) * (- 2))"],
    ["a if b > 1 else c if d else e", "(a if (b > 1) else (c if d else e))"],
    ["max(1, f(2)) <= in.channels", "(max(1 f(2)) <= in.channels)"],
    ['[1, [2, 3], "a\\"b", \'c\', true]', '[1 [2 3] "a\\"b" "c" true]'],
    ["(3, 5)", "<3 5>"],
    [".5 + 1e3 + 2.5e-1", "((0.5 + 1000) + 0.25)"],
  ];
  for (const [text, expected] of cases) {
    it(text, () => assert.equal(expression(text), expected));
  }
  it("divide with // between operands, and comment elsewhere", () => {
    assert.equal(expression("width // 2"), "(width // 2)");
    assert.equal(expression("4 // expansion factor"), "4");
    assert.equal(expression("4 // 2 was too small"), "4");
    assert.equal(expression("4 // 2 // why"), "(4 // 2)");
    assert.deepEqual(statements("Conv(c // 4, 3) // c // 4\nConv(64, // filters\n3)"), ["Conv", "Conv"]);
  });
});

describe("numbers", () => {
  const cases: readonly (readonly [string, number])[] = [
    ["5M", 5_000_000],
    ["1.6G", 1_600_000_000],
    ["64K", 64_000],
    ["2k", 2000],
    ["1T", 1e12],
    ["20MB", 20 * 1024 * 1024],
    ["1KB", 1024],
    ["8B", 8],
    ["1e9", 1e9],
    ["0.4", 0.4],
    ["1.1M", 1_100_000],
    ["5X", Number.NaN],
    ["3x3", Number.NaN],
    ["1e", Number.NaN],
  ];
  for (const [text, expected] of cases) {
    it(text, () => assert.equal(numberValue(text), expected));
  }
  it("that are none are said so, at their place", () => {
    const { problems } = parseNet("network N {\n  Conv(3x3)\n}", URI);
    assert.deepEqual(
      problems.map(({ code, range }) => [code, range]),
      [["malformed-number", { start: { line: 1, character: 7 }, end: { line: 1, character: 10 } }]],
    );
  });
});

describe("line ends and white space", () => {
  for (const [name, end] of [
    ["LF", "\n"],
    ["CRLF", "\r\n"],
    ["CR", "\r"],
  ] as const) {
    it(name, () => {
      const source = ["network N {", "\tinput x [3]", "  A ->", "  B", "\u00a0 C // end", "}", ""].join(end);
      assert.deepEqual(sequenceOf(definition(source).body).length, 3);
    });
  }
});

describe("unsound texts", () => {
  const deep = (open: string, close = "", inner = "1"): string =>
    `network N {\n  let x = ${open.repeat(5000)}${inner}${close.repeat(5000)}\n  ReLU\n}\n`;
  const cases: readonly (readonly [string, string, string | undefined])[] = [
    ["empty", "", undefined],
    ["blank", " \t\n\n", undefined],
    [
      "binary",
      Array.from({ length: 2000 }, (_, i) => String.fromCharCode((i * 7919) % 251)).join(""),
      "binary-file",
    ],
    ["only comments", "// a\n/* b */", undefined],
    ["closing braces", "}".repeat(5000), "unexpected-bracket"],
    ["opening braces", "{".repeat(5000), "unclosed-bracket"],
    ["nested stages", `network N {\n${"stage s {\n".repeat(5000)}${"}\n".repeat(5001)}`, "nesting-too-deep"],
    [
      "indented stages without end",
      `network N {\n${Array.from({ length: 300 }, (_, i) => `${" ".repeat(i)}stage s {\n`).join("")}`,
      "unclosed-bracket",
    ],
    ["nested merges", `network N {\n${"add { | ".repeat(5000)}${"}".repeat(5000)}\n}`, "nesting-too-deep"],
    ["nested parentheses", deep("(", ")"), "nesting-too-deep"],
    ["nested calls", deep("f(", ")"), "nesting-too-deep"],
    ["nested lists", deep("[", "]"), "nesting-too-deep"],
    ["open parentheses", deep("f("), "unclosed-bracket"],
    ["a long sum", deep("1+"), "nesting-too-deep"],
    ["many nots", deep("not "), "nesting-too-deep"],
    ["many signs", deep("-"), "nesting-too-deep"],
    ["many members", deep("", ".a", "in"), "nesting-too-deep"],
    ["many indices", deep("", "[0]", "a"), "nesting-too-deep"],
    ["many conditions", deep("(a if b else "), "unclosed-bracket"],
    ["many choices", `network N {\n  if a { }${" else if b { }".repeat(5000)}\n}`, "nesting-too-deep"],
    ["a long line", `network N {\n  Conv(${"1, ".repeat(20_000)}1)\n}`, undefined],
    ["quotes", '"'.repeat(5001), "unterminated-text"],
    ["open comments", "/*".repeat(5000), "unterminated-comment"],
    ["annotations", "@a(".repeat(2000), "unclosed-bracket"],
    ["lone surrogates", "\uD800".repeat(100), "unexpected-character"],
    ["a large file", "network N {\n".concat("  Conv(1, 2, 3)\n".repeat(60_000)), "file-too-large"],
  ];
  for (const [name, text, code] of cases) {
    it(name, () => {
      const started = performance.now();
      const { ast, problems } = parseNet(text, URI);
      assert.equal(ast.$type, "NetFile");
      const codes = problems.map((problem) => problem.code);
      if (code === undefined) assert.deepEqual(codes, []);
      else assert.ok(codes.includes(code), codes.slice(0, 5).join(" "));
      assert.ok(problems.length <= 500);
      assert.ok(performance.now() - started < 60_000);
    }).timeout(60_000);
  }
});
