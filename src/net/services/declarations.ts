// From a use of a name to its declaration, across files. Operators have no declaration.

import type { AstNode } from "langium";
import { AstUtils } from "langium";
import type {
  Argument,
  Definition,
  ImportedName,
  Input,
  LetStatement,
  NetFile,
  Parameter,
  RepeatIndex,
  Stage,
  Tensor,
} from "../generated/ast";
import { isCall, isDefinition } from "../generated/ast";
import { forEachNode } from "../syntax/walk";
import type { NetFiles } from "./files";
import { definitionNamed, importedFile, importsOf } from "./files";

export type DeclarationNode =
  Definition | ImportedName | Input | LetStatement | Parameter | RepeatIndex | Stage | Tensor;

/** What declares a name, and the file that it is in. */
export interface Declaration {
  readonly uri: string;
  readonly node: DeclarationNode;
}

/** A node that uses a name, by the property that holds it. */
export interface Use {
  readonly node: AstNode;
  readonly property: "callee" | "target" | "parameter";
  readonly name: string;
}

const LOCAL = new Set(["Input", "LetStatement", "Parameter", "RepeatIndex", "Stage", "Tensor"]);
/** Containers whose names are not seen outside; a stage's are. */
const SCOPES = new Set(["Branch", "Choice", "Repeat", "Definition"]);

/** What a use stands for; undefined for operators and unknown names. */
export function declarationOf(use: Use, uri: string, files: NetFiles): Declaration | undefined {
  if (use.property === "parameter") return parameterOf(use.node as Argument, use.name, uri, files);
  if (use.node.$type === "ImportedName") return exportedOf(use.node as ImportedName, uri, files);
  const local = isApplied(use.node) ? undefined : localDeclaration(use);
  if (local !== undefined) return { uri, node: local };
  return globalDeclaration(use.name, AstUtils.findRootNode(use.node) as NetFile, uri, files);
}

/** Whether a name has arguments or branches: then it is no tensor. */
function isApplied(node: AstNode): boolean {
  return isCall(node) && (node.called || node.body !== undefined);
}

/** The definition that a file's name stands for, its own or an imported one; an alias stands for itself. */
export function globalDeclaration(
  name: string,
  file: NetFile,
  uri: string,
  files: NetFiles,
): Declaration | undefined {
  const own = definitionNamed(file, name);
  if (own !== undefined) return { uri, node: own };
  const imported = importsOf(file)
    .flatMap(({ names }) => names)
    .find((one) => (one.name ?? one.target.$refText) === name);
  if (imported === undefined) return undefined;
  if (imported.name !== undefined) return { uri, node: imported };
  return exportedOf(imported, uri, files) ?? { uri, node: imported };
}

/** Follows an alias to the definition that it renames. */
export function aliased(declaration: Declaration, files: NetFiles): Declaration {
  const { node, uri } = declaration;
  if (node.$type !== "ImportedName") return declaration;
  return exportedOf(node, uri, files) ?? declaration;
}

/** The definition that a call's name stands for. */
export function calledDefinition(
  use: Use,
  uri: string,
  files: NetFiles,
): (Declaration & { readonly node: Definition }) | undefined {
  const declaration = declarationOf(use, uri, files);
  const target = declaration && aliased(declaration, files);
  return target !== undefined && isDefinition(target.node)
    ? { uri: target.uri, node: target.node }
    : undefined;
}

function exportedOf(imported: ImportedName, uri: string, files: NetFiles): Declaration | undefined {
  const file = importedFile(imported.$container, uri, files);
  const node = file && definitionNamed(file.ast, imported.target.$refText);
  return file === undefined || node === undefined ? undefined : { uri: file.uri, node };
}

function parameterOf(
  argument: Argument,
  name: string,
  uri: string,
  files: NetFiles,
): Declaration | undefined {
  const call = argument.$container;
  if (!isCall(call)) return undefined;
  const callee: Use = { node: call, property: "callee", name: call.callee.$refText };
  const definition = calledDefinition(callee, uri, files);
  const node = definition?.node.parameters.find((parameter) => parameter.name === name);
  return definition === undefined || node === undefined ? undefined : { uri: definition.uri, node };
}

function localDeclaration({ node, name }: Use): DeclarationNode | undefined {
  const definition = AstUtils.getContainerOfType(node, isDefinition);
  const candidates = definition && namesWithin(definition).get(name);
  if (candidates === undefined) return undefined;
  const offset = node.$cstNode?.offset ?? 0;
  const around = scopesOf(node);
  const visible = candidates.filter((candidate) => around.has(scopeOf(candidate)));
  // A name that is given more than once means its last tensor so far; used too early, its first.
  const before = visible.filter((candidate) => endOf(candidate) <= offset);
  return before.at(-1) ?? visible[0] ?? candidates[0];
}

const NAMES = new WeakMap<Definition, Map<string, DeclarationNode[]>>();

/** The names that are declared within a definition, in the order of the text. */
export function namesWithin(definition: Definition): ReadonlyMap<string, readonly DeclarationNode[]> {
  const known = NAMES.get(definition);
  if (known !== undefined) return known;
  const names = new Map<string, DeclarationNode[]>();
  forEachNode(definition, (node) => {
    const { name } = node as { name?: string };
    if (!LOCAL.has(node.$type) || name === undefined) return;
    names.set(name, [...(names.get(name) ?? []), node as DeclarationNode]);
  });
  NAMES.set(definition, names);
  return names;
}

function scopeOf(node: AstNode): AstNode | undefined {
  let container = node.$container;
  while (container !== undefined && !SCOPES.has(container.$type)) container = container.$container;
  return container;
}

function scopesOf(node: AstNode): Set<AstNode | undefined> {
  const scopes = new Set<AstNode | undefined>();
  for (let scope = scopeOf(node); scope !== undefined; scope = scopeOf(scope)) scopes.add(scope);
  return scopes;
}

/** Where a declaration takes effect: a flow's name only after the flow. */
function endOf(node: DeclarationNode): number {
  const whole = node.$type === "Tensor" ? node.$container : node;
  return node.$type === "Stage" || node.$type === "Tensor"
    ? (whole.$cstNode?.end ?? 0)
    : (node.$cstNode?.offset ?? 0);
}
