// Checking an operator's arguments against its declared parameters, and filling in defaults.

import * as l10n from "@vscode/l10n";
import type { Attributes, AttributeValue } from "../model/network";
import type { Issue, Operator, Parameter } from "./operator";

/** The parameter of that name or alias, if the operator has it. */
export function findParameter(operator: Operator, name: string): Parameter | undefined {
  return operator.parameters.find(
    (parameter) => parameter.name === name || parameter.aliases?.includes(name) === true,
  );
}

/** Checks every given attribute (by the parameters' own names) and adds defaults; issues name the parameter to blame. */
export function checkAttributes(
  operator: Operator,
  given: Attributes,
): { readonly attributes: Attributes; readonly issues: readonly Issue[] } {
  const attributes: Record<string, AttributeValue> = {};
  const issues: Issue[] = [];
  for (const parameter of operator.parameters) {
    const value = given[parameter.name] ?? parameter.default;
    if (value !== undefined) {
      attributes[parameter.name] = value;
      const message = given[parameter.name] === undefined ? undefined : checkValue(parameter, value);
      if (message !== undefined) {
        issues.push({
          code: "wrong-argument",
          parameter: parameter.name,
          message: `${operator.name}: ${message}`,
        });
      }
    } else if (parameter.optional !== true) {
      issues.push({
        code: "missing-argument",
        message: l10n.t("{0} needs {1}: {2}", operator.name, parameter.name, parameter.documentation),
      });
    }
  }
  return { attributes, issues };
}

/** Why `value` does not fit `parameter`, or undefined when it does. */
export function checkValue(parameter: Parameter, value: AttributeValue): string | undefined {
  const expected = EXPECTED[parameter.type];
  if (!expected.accepts(value, parameter)) {
    const choices = parameter.choices === undefined ? "" : `: ${parameter.choices.join(", ")}`;
    return l10n.t("{0} takes {1}{2}, not {3}.", parameter.name, expected.text(), choices, formatValue(value));
  }
  const { min, max } = parameter;
  if (min !== undefined && numbersIn(value).some((number) => number < min)) {
    return l10n.t("{0} must be at least {1}, not {2}.", parameter.name, min, formatValue(value));
  }
  if (max !== undefined && numbersIn(value).some((number) => number > max)) {
    return l10n.t("{0} must be at most {1}, not {2}.", parameter.name, max, formatValue(value));
  }
  return undefined;
}

/** The value as it is written in a `.net` file. */
export function formatValue(value: AttributeValue): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "object") return `[${value.map(formatValue).join(", ")}]`;
  return String(value);
}

function numbersIn(value: AttributeValue): readonly number[] {
  if (typeof value === "number") return [value];
  return typeof value === "object" ? value.flatMap(numbersIn) : [];
}

const isNumber = (value: AttributeValue): boolean => typeof value === "number" && Number.isFinite(value);
const isInteger = (value: AttributeValue): boolean => Number.isSafeInteger(value);
const isIntegers = (value: AttributeValue): boolean =>
  isInteger(value) || (Array.isArray(value) && value.length > 0 && value.every(isInteger));
const isPair = (value: AttributeValue): boolean =>
  Array.isArray(value) && value.length === 2 && value.every(isInteger);

const isShape = (value: AttributeValue): boolean =>
  isIntegers(value) || (Array.isArray(value) && value.length === 0);
const isSizes = (value: AttributeValue): boolean =>
  Array.isArray(value) &&
  (value.every(isSize) || value.every((item) => item === "?" || (Array.isArray(item) && item.every(isSize))));
const isSize = (value: AttributeValue): boolean =>
  isInteger(value) || (typeof value === "string" && value !== "");

const EXPECTED: Readonly<
  Record<
    Parameter["type"],
    { text: () => string; accepts: (value: AttributeValue, parameter: Parameter) => boolean }
  >
> = {
  integer: { text: () => l10n.t("a whole number"), accepts: isInteger },
  number: { text: () => l10n.t("a number"), accepts: isNumber },
  numbers: {
    text: () => l10n.t("a number, or a list with one for each axis"),
    accepts: (value) =>
      isNumber(value) || (Array.isArray(value) && value.length > 0 && value.every(isNumber)),
  },
  boolean: { text: () => l10n.t("true or false"), accepts: (value) => typeof value === "boolean" },
  text: { text: () => l10n.t("a text"), accepts: (value) => typeof value === "string" },
  choice: {
    text: () => l10n.t("one of"),
    accepts: (value, { choices }) => typeof value === "string" && choices?.includes(value) === true,
  },
  axes: { text: () => l10n.t("a whole number, or a list with one for each axis"), accepts: isIntegers },
  padding: {
    text: () => l10n.t('a whole number, a list with one (or a pair) for each axis, "same" or "valid"'),
    accepts: (value) =>
      value === "same" ||
      value === "valid" ||
      isIntegers(value) ||
      (Array.isArray(value) && value.every(isPair)),
  },
  integers: { text: () => l10n.t("a list of whole numbers"), accepts: isIntegers },
  shape: { text: () => l10n.t("a list of sizes"), accepts: isShape },
  sizes: { text: () => l10n.t("a list of sizes, or of lists of them"), accepts: isSizes },
};
