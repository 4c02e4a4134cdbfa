// Definitions that nothing uses: imports, blocks (where the file holds a network), parameters, lets and indices.

import type { AstNode } from "langium";
import { AstUtils } from "langium";
import type { Problem } from "../../model/problem";
import type { Definition, NetFile } from "../generated/ast";
import { isImport, isLetStatement, isRepeatIndex } from "../generated/ast";
import { definitionsOf, rangeOfProperty } from "../syntax/tree";

/** Hints at what could go; editors fade it. An import that finds nothing is an error already, and no hint besides. */
export function unusedProblems(
  file: NetFile,
  uri: string,
  isResolved: (importedName: string) => boolean,
): readonly Problem[] {
  const definitions = definitionsOf(file);
  const used = namesUsed(file);
  const problems: Problem[] = [];
  const add = (node: AstNode, property: string, what: string): void => {
    const range = rangeOfProperty(node, property);
    problems.push({
      uri,
      range,
      severity: "hint",
      code: "unused",
      message: `${what} is never used.`,
      unnecessary: true,
    });
  };
  for (const name of file.items.filter(isImport).flatMap((item) => item.names)) {
    const local = name.name ?? name.target.$refText;
    if (isResolved(local) && !used.has(local)) add(name, name.name === undefined ? "target" : "name", local);
  }
  const holdsNetwork = definitions.some((definition) => definition.kind === "network");
  for (const definition of definitions) {
    const { name } = definition;
    const isLibrary = !holdsNetwork || definition.kind === "network";
    if (name !== undefined && !isLibrary && !usedOutside(definition, name)) add(definition, "name", name);
    addLocals(definition, add);
  }
  return problems;
}

function addLocals(
  definition: Definition,
  add: (node: AstNode, property: string, what: string) => void,
): void {
  if (definition.body === undefined) return;
  const used = namesUsed(definition);
  for (const parameter of definition.parameters)
    if (!used.has(parameter.name)) add(parameter, "name", parameter.name);
  for (const node of AstUtils.streamAst(definition.body)) {
    if ((isLetStatement(node) || isRepeatIndex(node)) && node.name !== undefined && !used.has(node.name))
      add(node, "name", node.name);
  }
}

/** A block that only uses itself is not used. */
function usedOutside(definition: Definition, name: string): boolean {
  const others = definition.$container.items.filter((item) => item !== definition);
  return others.some((item) => namesUsed(item).has(name));
}

const USES = new WeakMap<AstNode, ReadonlySet<string>>();

/** All names that are used within a node, whatever they mean. */
function namesUsed(root: AstNode): ReadonlySet<string> {
  const known = USES.get(root);
  if (known !== undefined) return known;
  const used = new Set<string>();
  for (const node of AstUtils.streamAst(root)) {
    const { $type } = node;
    const reference = node as { callee?: { $refText: string }; target?: { $refText: string } };
    if ($type === "Call" && reference.callee !== undefined) used.add(reference.callee.$refText);
    if (($type === "NameExpression" || $type === "OutputName") && reference.target !== undefined)
      used.add(reference.target.$refText);
  }
  USES.set(root, used);
  return used;
}
