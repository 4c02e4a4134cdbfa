// Operators and blocks as what can be called: their parameters as text, for completion and signature help.

import type { AttributeValue } from "../../model/network";
import { allOperators, operatorWithAlias } from "../../operators/index";
import type { Operator, Parameter } from "../../operators/operator";
import type { Definition } from "../generated/ast";
import type { ParsedFile } from "../syntax/parse";
import { documentationOf } from "../syntax/tree";
import { aliased, globalDeclaration } from "./declarations";
import type { NetFiles } from "./files";

/** A parameter of an operator or block. */
export interface CallParameter {
  readonly name: string;
  /** As in a signature: `stride = 1`, `kernel`. */
  readonly label: string;
  readonly required: boolean;
  readonly documentation: string | undefined;
  /** The values to choose from, as they are written. */
  readonly values: readonly string[];
}

export interface Signature {
  readonly name: string;
  readonly label: string;
  readonly parameters: readonly CallParameter[];
  /** Markdown of ours, or plain text from the file. */
  readonly documentation: string | undefined;
  readonly isTrusted: boolean;
}

const SHARE: CallParameter = {
  name: "share",
  label: "share",
  required: false,
  documentation: "The name of a layer whose weights this one uses, too; they are counted once.",
  values: [],
};

const FROZEN: CallParameter = {
  name: "frozen",
  label: "frozen",
  required: false,
  documentation: "true, or a list of weights' names: params that training leaves alone.",
  values: ["true"],
};

/** Understood by every operator with weights, and not worth a place in its signature. */
export const OF_ALL_WEIGHTS: ReadonlySet<string> = new Set(["share", "frozen"]);

/** What a name in a file can be called with; undefined when it is neither an operator nor a block. */
export function signatureOf(name: string, file: ParsedFile, files: NetFiles): Signature | undefined {
  const declaration = globalDeclaration(name, file.ast, file.uri, files);
  const target = declaration && aliased(declaration, files);
  if (target?.node.$type === "Definition") return definitionSignature(target.node);
  const operator = operatorWithAlias(name) ?? mergeNamed(name);
  return operator && operatorSignature(operator, name);
}

export function definitionSignature(definition: Definition): Signature {
  const parameters = definition.parameters.map((parameter) => ({
    name: parameter.name,
    label:
      parameter.default === undefined
        ? parameter.name
        : `${parameter.name} = ${parameter.default.$cstNode?.text ?? "?"}`,
    required: parameter.default === undefined,
    documentation: undefined,
    values: [],
  }));
  const name = definition.name ?? "";
  return {
    name,
    label: labelOf(name, parameters),
    parameters,
    documentation: documentationOf(definition),
    isTrusted: false,
  };
}

export function operatorSignature(operator: Operator, name: string): Signature {
  const parameters = operator.parameters.map(operatorParameter);
  const shared = operator.weights === undefined ? [] : [SHARE, FROZEN];
  return {
    name,
    label: labelOf(name, parameters),
    parameters: [...parameters, ...shared],
    documentation: operator.documentation,
    isTrusted: true,
  };
}

/** The merge that is written in lower case with branches: `concat`. */
export function mergeNamed(name: string): Operator | undefined {
  return allOperators().find((operator) => operator.merge === true && operator.name.toLowerCase() === name);
}

function operatorParameter(parameter: Parameter): CallParameter {
  const { name, documentation, optional } = parameter;
  const written = parameter.default === undefined ? undefined : valueText(parameter.default);
  return {
    name,
    label: written === undefined ? (optional === true ? `${name}?` : name) : `${name} = ${written}`,
    required: parameter.default === undefined && optional !== true,
    documentation,
    values: valuesOf(parameter),
  };
}

function valuesOf({ type, choices }: Parameter): string[] {
  if (type === "boolean") return ["true", "false"];
  if (type === "padding") return ['"same"', '"valid"'];
  return (choices ?? []).map((choice) => JSON.stringify(choice));
}

function valueText(value: AttributeValue): string {
  return JSON.stringify(value);
}

function labelOf(name: string, parameters: readonly CallParameter[]): string {
  return parameters.length === 0 ? name : `${name}(${parameters.map(({ label }) => label).join(", ")})`;
}
