// Expressions → values. What is not known stays unknown; what is wrong is reported once, at the smallest expression to blame.

import * as l10n from "@vscode/l10n";
import type { AstNode } from "langium";
import type { Shape } from "../../model/shape";
import type {
  Argument,
  BinaryExpression,
  BooleanLiteral,
  Conditional,
  Expression,
  Incomplete,
  Index,
  ListLiteral,
  Member,
  NameExpression,
  NumberLiteral,
  Parenthesized,
  StringLiteral,
  UnaryExpression,
} from "../generated/ast";
import { rangeOfProperty } from "../syntax/tree";
import type { Frame } from "./context";
import { LIMITS, report } from "./context";
import { channelsFirst } from "./layout";
import { resolveDefinition } from "./program";
import { nearestName } from "./suggestion";
import type { Value } from "./value";
import { describeValue, isList, isTensor, sizeOfValue } from "./value";

/** The value of an expression in a frame; undefined when it is not known. */
export function evaluate(expression: Expression | undefined, frame: Frame): Value {
  if (expression === undefined) return undefined;
  switch (expression.$type) {
    case "InExpression":
      return evaluateEntered(expression, frame);
    case "ListLiteral":
    case "Parenthesized":
      return evaluateItems(expression, frame);
    case "NameExpression":
      return expression.called ? evaluateFunction(expression, frame) : evaluateName(expression, frame);
    case "Member":
      return evaluateMember(expression, frame);
    case "Index":
      return evaluateIndex(expression, frame);
    case "UnaryExpression":
      return evaluateUnary(expression, frame);
    case "BinaryExpression":
      return evaluateBinary(expression, frame);
    case "Conditional":
      return evaluateConditional(expression, frame);
    default:
      return literalValue(expression);
  }
}

/** Nothing enters a network that is looked at by itself, so `in` must not stay silently unknown there. */
function evaluateEntered(expression: Expression, frame: Frame): Value {
  if (frame.entered === undefined) reportNothingEntered(frame, expression);
  return frame.entered;
}

/** Reports `in` where nothing enters. */
export function reportNothingEntered(frame: Frame, node: AstNode): void {
  const message = l10n.t(
    "in is the tensor that enters a block; here nothing does. Name the tensor that is meant, and write that name.",
  );
  report(frame, "error", "no-input", node, message);
}

function literalValue(literal: NumberLiteral | StringLiteral | BooleanLiteral | Incomplete): Value {
  switch (literal.$type) {
    case "NumberLiteral":
      return Number.isFinite(literal.value) ? literal.value : undefined;
    case "StringLiteral":
      return literal.value;
    case "BooleanLiteral":
      return literal.value === "true";
    case "Incomplete":
      return undefined;
  }
}

/** The expression as a condition: undefined when it cannot be decided, reported when it is no truth value. */
export function evaluateCondition(expression: Expression | undefined, frame: Frame): boolean | undefined {
  const value = evaluate(expression, frame);
  if (typeof value === "boolean" || value === undefined) return value;
  if (expression !== undefined)
    wrongType(frame, expression, l10n.t("A condition is true or false, not {0}.", describeValue(value)));
  return undefined;
}

/** The expression as a whole number of at least `min`; otherwise undefined, reported when it is known. */
export function evaluateInteger(
  expression: Expression | undefined,
  frame: Frame,
  what: string,
  min: number,
): number | undefined {
  const value = evaluate(expression, frame);
  if (value === undefined || expression === undefined) return undefined;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= min) return value;
  const found = typeof value === "number" ? String(value) : describeValue(value);
  wrongType(frame, expression, l10n.t("{0} is a whole number of at least {1}, not {2}.", what, min, found));
  return undefined;
}

/** Parentheses around a single item only group. */
function evaluateItems(expression: ListLiteral | Parenthesized, frame: Frame): Value {
  const values = expression.items.map((item) => evaluate(item, frame));
  if (expression.$type === "Parenthesized" && values.length <= 1) return values[0];
  return bounded(values, expression, frame);
}

function evaluateName(expression: NameExpression, frame: Frame): Value {
  const name = expression.target.$refText;
  const binding = frame.scope.find(name);
  if (binding !== undefined) return binding.value;
  if (resolveDefinition(frame.file, name) !== undefined) {
    const message = l10n.t("{0} is a block: it can be instantiated in a flow, but it is no value.", name);
    wrongType(frame, expression, message);
    return undefined;
  }
  reportUnknown(frame, expression, name, [...frame.scope.names(), "in", "true", "false"]);
  return undefined;
}

/** Reports a name that nothing in force has, with the nearest that something has. */
export function reportUnknown(
  frame: Frame,
  node: AstNode,
  name: string,
  candidates: Iterable<string>,
  property = "target",
): void {
  if (property !== "member" && frame.file.missing.has(name)) return;
  const near = nearestName(name, candidates);
  const hint = near === undefined ? "" : l10n.t(" Did you mean {0}?", near);
  const data = near === undefined ? {} : { data: { replacement: near } };
  report(
    frame,
    "error",
    "unknown-name",
    rangeOfProperty(node, property),
    l10n.t("Nothing here is called {0}.{1}", name, hint),
    data,
  );
}

type Numeric = (...numbers: number[]) => number;

const FUNCTIONS: Readonly<
  Record<string, { readonly apply: Numeric; readonly min: number; readonly max: number }>
> = {
  min: { apply: Math.min, min: 1, max: Infinity },
  max: { apply: Math.max, min: 1, max: Infinity },
  ceil: { apply: Math.ceil, min: 1, max: 1 },
  floor: { apply: Math.floor, min: 1, max: 1 },
  round: { apply: roundHalfEven, min: 1, max: 1 },
  abs: { apply: Math.abs, min: 1, max: 1 },
  int: { apply: Math.trunc, min: 1, max: 1 },
};

/** Python's round: halves go to the even neighbour. */
function roundHalfEven(number: number): number {
  const floor = Math.floor(number);
  if (number - floor !== 0.5) return Math.round(number);
  return floor % 2 === 0 ? floor : floor + 1;
}

function evaluateFunction(expression: NameExpression, frame: Frame): Value {
  const name = expression.target.$refText;
  const values = expression.arguments.map((argument: Argument) => evaluate(argument.value, frame));
  if (name === "len") return lengthOf(expression, values, frame);
  const found = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (found === undefined) {
    reportUnknown(frame, expression, name, [...Object.keys(FUNCTIONS), "len"]);
    return undefined;
  }
  const [only] = values;
  const operands = values.length === 1 && isList(only) ? only : values;
  if (operands.length < found.min || operands.length > found.max) {
    report(
      frame,
      "error",
      "wrong-argument",
      expression,
      found.max === 1
        ? l10n.t("{0} takes one number, not {1}.", name, operands.length)
        : l10n.t("{0} takes numbers, not {1}.", name, operands.length),
    );
    return undefined;
  }
  const numbers = operands.filter((value) => typeof value === "number");
  if (numbers.length === operands.length) return found.apply(...numbers.slice(0, 10_000));
  const wrong = operands.find((value) => value !== undefined && typeof value !== "number");
  if (wrong !== undefined)
    wrongType(frame, expression, l10n.t("{0} takes numbers, not {1}.", name, describeValue(wrong)));
  return undefined;
}

function lengthOf(expression: NameExpression, values: readonly Value[], frame: Frame): Value {
  const [list] = values;
  if (values.length === 1 && isList(list)) return list.length;
  if (values.length !== 1 || list !== undefined) wrongType(frame, expression, l10n.t("len takes a list."));
  return undefined;
}

const SPATIAL: ReadonlySet<string> = new Set(["length", "depth", "height", "width"]);

/** What a tensor's members are: numbers to compute with; of a shape whose channels come first, but for `features` and `shape`. */
export const TENSOR_MEMBERS: Readonly<Record<string, (shape: Shape) => Value>> = {
  channels: (shape) => number(shape[0]),
  features: (shape) => number(shape.at(-1)),
  length: (shape) => number(shape.length === 2 ? shape[0] : shape[1]),
  depth: (shape) => number(shape.length === 4 ? shape[1] : undefined),
  height: (shape) => number(shape.length >= 3 ? shape.at(-2) : undefined),
  width: (shape) => number(shape.length >= 3 ? shape.at(-1) : undefined),
  rank: (shape) => shape.length,
  shape: (shape) => shape.map(number),
};

function number(dim: Shape[number]): number | undefined {
  return typeof dim === "number" ? dim : undefined;
}

function evaluateMember(expression: Member, frame: Frame): Value {
  const receiver = evaluate(expression.receiver, frame);
  if (receiver === undefined || expression.member === undefined) return undefined;
  if (!isTensor(receiver)) {
    wrongType(
      frame,
      expression,
      l10n.t(
        "Only tensors have members such as {0}; this is {1}.",
        expression.member,
        describeValue(receiver),
      ),
    );
    return undefined;
  }
  const member = Object.hasOwn(TENSOR_MEMBERS, expression.member)
    ? TENSOR_MEMBERS[expression.member]
    : undefined;
  if (member === undefined) {
    reportUnknown(frame, expression, expression.member, Object.keys(TENSOR_MEMBERS), "member");
    return undefined;
  }
  const { shape } = receiver;
  if (shape === undefined) return undefined;
  const turns = expression.member === "channels" || (SPATIAL.has(expression.member) && shape.length > 2);
  return member(turns ? channelsFirst(frame.layout, shape) : shape);
}

function evaluateIndex(expression: Index, frame: Frame): Value {
  const receiver = evaluate(expression.receiver, frame);
  const index = evaluate(expression.index, frame);
  if (receiver === undefined || index === undefined) return undefined;
  if (!isList(receiver) || typeof index !== "number") {
    wrongType(
      frame,
      expression,
      l10n.t("Only lists can be indexed, by whole numbers; this is {0}.", describeValue(receiver)),
    );
    return undefined;
  }
  const at = index < 0 ? receiver.length + index : index;
  if (Number.isInteger(at) && at >= 0 && at < receiver.length) return receiver[at];
  report(
    frame,
    "error",
    "wrong-argument",
    expression,
    l10n.t("The list has {0} items; there is none at {1}.", receiver.length, index),
  );
  return undefined;
}

function evaluateUnary(expression: UnaryExpression, frame: Frame): Value {
  const operand = evaluate(expression.operand, frame);
  if (operand === undefined) return undefined;
  if (expression.operator === "not") {
    if (typeof operand === "boolean") return !operand;
  } else if (typeof operand === "number") {
    return expression.operator === "-" ? -operand : operand;
  }
  const message = l10n.t("{0} does not apply to {1}.", expression.operator, describeValue(operand));
  wrongType(frame, expression, message);
  return undefined;
}

function evaluateBinary(expression: BinaryExpression, frame: Frame): Value {
  const { operator } = expression;
  const left = evaluate(expression.left, frame);
  if (operator === "and" || operator === "or") return evaluateLogical(expression, left, frame);
  const right = evaluate(expression.right, frame);
  if (left === undefined || right === undefined) return undefined;
  if (operator === "==" || operator === "!=") {
    const equal = equalValues(left, right);
    return equal === undefined ? undefined : equal === (operator === "==");
  }
  if (typeof left === "number" && typeof right === "number")
    return evaluateNumbers(expression, left, right, frame);
  const joined = operator === "+" ? join(left, right) : undefined;
  if (joined === undefined) {
    wrongType(
      frame,
      expression,
      l10n.t("{0} does not apply to {1} and {2}.", operator, describeValue(left), describeValue(right)),
    );
  }
  return bounded(joined, expression, frame);
}

/** Lists and texts that double at every step would fill the memory. */
function bounded(value: Value, node: AstNode, frame: Frame): Value {
  if (sizeOfValue(value) <= LIMITS.items) return value;
  const most = LIMITS.items.toLocaleString("en-US");
  report(frame, "error", "too-large", node, l10n.t("A list or text can have {0} items at most.", most));
  return undefined;
}

/** Lists and texts are joined by `+`. */
function join(left: Value, right: Value): Value {
  if (isList(left) && isList(right)) return [...left, ...right];
  return typeof left === "string" && typeof right === "string" ? left + right : undefined;
}

/** Decided as soon as one side decides it, so that an unknown side need not matter. */
function evaluateLogical(expression: BinaryExpression, left: Value, frame: Frame): Value {
  const decides = expression.operator === "or";
  if (left === decides) return decides;
  const right = evaluate(expression.right, frame);
  for (const [value, side] of [
    [left, expression.left],
    [right, expression.right],
  ] as const) {
    if (value === undefined || typeof value === "boolean") continue;
    wrongType(
      frame,
      side,
      l10n.t("{0} takes true or false, not {1}.", expression.operator, describeValue(value)),
    );
    return undefined;
  }
  if (right === decides) return decides;
  return left === undefined || right === undefined ? undefined : !decides;
}

function evaluateNumbers(expression: BinaryExpression, left: number, right: number, frame: Frame): Value {
  const { operator } = expression;
  if ((operator === "/" || operator === "//" || operator === "%") && right === 0) {
    report(frame, "error", "division-by-zero", expression, l10n.t("Division by zero."));
    return undefined;
  }
  const result = NUMBER_OPERATORS[operator]?.(left, right);
  if (
    typeof result === "number" &&
    (!Number.isFinite(result) || Math.abs(result) > Number.MAX_SAFE_INTEGER)
  ) {
    report(frame, "error", "too-large", expression, l10n.t("The result is beyond 2^53."));
    return undefined;
  }
  return result;
}

const NUMBER_OPERATORS: Readonly<Record<string, (a: number, b: number) => number | boolean>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "//": (a, b) => Math.floor(a / b),
  "%": (a, b) => a - b * Math.floor(a / b),
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

function evaluateConditional(expression: Conditional, frame: Frame): Value {
  const condition = evaluateCondition(expression.condition, frame);
  if (condition === undefined) return undefined;
  return evaluate(condition ? expression.value : expression.otherwise, frame);
}

/** Undefined when a part that decides it is unknown. */
function equalValues(left: Value, right: Value): boolean | undefined {
  if (left === undefined || right === undefined) return undefined;
  if (!isList(left) || !isList(right)) return left === right;
  if (left.length !== right.length) return false;
  const items = left.map((item, index) => equalValues(item, right[index]));
  if (items.includes(false)) return false;
  return items.includes(undefined) ? undefined : true;
}

function wrongType(frame: Frame, node: AstNode, message: string): void {
  report(frame, "error", "wrong-type", node, message);
}
