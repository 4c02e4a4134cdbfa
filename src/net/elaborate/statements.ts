// Statements of a body, one after another.

import * as l10n from "@vscode/l10n";
import type { Dim } from "../../model/shape";
import type {
  Expression,
  Input,
  InputStatement,
  LetStatement,
  OutputStatement,
  Statement,
} from "../generated/ast";
import { rangeOf, rangeOfProperty } from "../syntax/tree";
import type { Frame, Output } from "./context";
import { report, takeStep } from "./context";
import { evaluate, reportUnknown } from "./evaluate";
import { elaborateFlow } from "./flow";
import { describeValue, isTensor } from "./value";

/** Elaborates statements in order; `frame.current` is the last one's tensor afterwards. */
export function elaborateSequence(statements: readonly Statement[], frame: Frame): void {
  for (const statement of statements) {
    if (!takeStep(frame, statement)) return;
    elaborateStatement(statement, frame);
  }
}

function elaborateStatement(statement: Statement, frame: Frame): void {
  switch (statement.$type) {
    case "Flow":
      elaborateFlow(statement, frame);
      break;
    case "LetStatement":
      elaborateLet(statement, frame);
      break;
    case "InputStatement":
      elaborateInputs(statement, frame);
      break;
    case "OutputStatement":
      elaborateOutputs(statement, frame);
      break;
  }
}

function elaborateLet(statement: LetStatement, frame: Frame): void {
  const value = evaluate(statement.value, frame);
  if (statement.name === undefined) return;
  const range = rangeOfProperty(statement, "name");
  const earlier = frame.scope.bind(statement.name, { value, declaration: { uri: frame.file.uri, range } });
  if (earlier === undefined) return;
  report(
    frame,
    "warning",
    "duplicate-name",
    range,
    l10n.t("{0} is a name already; from here on it means this value.", statement.name),
    {
      related: [{ ...earlier.declaration, message: l10n.t("The name's earlier meaning") }],
    },
  );
}

/** In a network, inputs are what enters it; in a block or a network used as one, what entered. */
function elaborateInputs(statement: InputStatement, frame: Frame): void {
  const [first] = statement.inputs.map((input) => declareInput(input, frame));
  if (first !== undefined) frame.current = first;
}

function declareInput(input: Input, frame: Frame): Frame["current"] {
  const { inputs } = frame.results;
  const range = rangeOfProperty(input, "name");
  const isOpen = input.dims.length === 0 && input.$cstNode?.text.includes("[") !== true;
  const shape = isOpen ? undefined : input.dims.map((dim) => dimensionOf(dim, frame));
  const bound = frame.scope.find(input.name);
  if (bound !== undefined) {
    report(frame, "error", "duplicate-name", range, l10n.t("{0} is a name already.", input.name), {
      related: [{ ...bound.declaration, message: l10n.t("The name's earlier meaning") }],
    });
  }
  const given = frame.run.options.inputShapes?.[input.name];
  if (shape === undefined && given === undefined && inputs !== undefined) {
    const message = l10n.t(
      "{0} needs a shape without the batch axis, such as {0} [3, 224, 224].",
      input.name,
    );
    report(frame, "warning", "missing-value", range, message);
  }
  const tensor =
    inputs === undefined || frame.builder.parent !== undefined
      ? frame.entered
      : frame.builder.addInput(given ?? shape, input.name);
  if (tensor === undefined) {
    report(
      frame,
      "error",
      "misplaced-input",
      range,
      l10n.t("Inputs are declared at the top of a network, not within its stages."),
    );
    return frame.current;
  }
  inputs?.push({ name: input.name, tensor, range });
  frame.results.names.set(tensor, input.name);
  frame.scope.bind(input.name, { value: tensor, declaration: { uri: frame.file.uri, range } });
  return tensor;
}

/** A size, or a symbol: a name that nothing else has, such as `seq`. */
function dimensionOf(expression: Expression, frame: Frame): Dim {
  if (
    expression.$type === "NameExpression" &&
    !expression.called &&
    frame.scope.find(expression.target.$refText) === undefined
  ) {
    return expression.target.$refText;
  }
  const value = evaluate(expression, frame);
  if (value === undefined) return undefined;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 1) return value;
  const found = typeof value === "number" ? String(value) : describeValue(value);
  const code = typeof value === "number" && Number.isInteger(value) && value > 1 ? "too-large" : "wrong-type";
  report(
    frame,
    "error",
    code,
    expression,
    l10n.t("A size is a whole number from 1 to 2^53, not {0}.", found),
  );
  return undefined;
}

function elaborateOutputs(statement: OutputStatement, frame: Frame): void {
  const outputs: Output[] = [];
  for (const output of statement.outputs) {
    const name = output.target.$refText;
    const binding = frame.scope.find(name);
    if (binding === undefined) reportUnknown(frame, output, name, frame.scope.names());
    else if (isTensor(binding.value)) outputs.push({ name, tensor: binding.value });
    else if (binding.value !== undefined) {
      report(
        frame,
        "error",
        "wrong-type",
        rangeOf(output),
        l10n.t("An output is a tensor; {0} is {1}.", name, describeValue(binding.value)),
      );
    }
  }
  frame.results.outputs = [...(frame.results.outputs ?? []), ...outputs];
}
