// Units of one structure made a block: numbers that differ become its parameters.

import { identifierOf, isOperatorName } from "./identifiers";
import type { Hole, Line } from "./lines";
import type { Template } from "./templates";
import { holesOf, IDENTITY_SHORTCUT, textOf } from "./templates";

export interface Block {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** The body's lines, with their indentation. */
  readonly body: readonly string[];
  /** The arguments of each unit, in the order of the units. */
  readonly calls: readonly string[];
}

interface Parameter {
  readonly name: string;
  readonly fallback: number | boolean | undefined;
}

type Value = number | boolean | undefined;

/** The numbers of one hole in all units. */
interface Column {
  readonly role: string;
  readonly values: readonly Value[];
}

/** A block for units whose templates have one signature, and shortcuts of one structure besides identities. */
export function blockOf(name: string, templates: readonly Template[]): Block {
  const model =
    templates.find(
      ({ shortcut, shortcutSignature }) => shortcut === undefined || shortcutSignature !== IDENTITY_SHORTCUT,
    ) ?? templates[0];
  if (model === undefined) return { name, parameters: [], body: [], calls: [] };
  const chooses = templates.some(({ shortcutSignature }) => shortcutSignature !== model.shortcutSignature);
  const columns = columnsOf(model, templates);
  const { expressions, parameters } = parametrize(columns);
  const project: Column = {
    role: "project",
    values: templates.map(({ shortcutSignature }) => shortcutSignature === model.shortcutSignature),
  };
  const all = chooses ? [...parameters, project] : parameters;
  const named = nameParameters(all);
  const texts = expressions.map((expression) => expression(named.names));
  const fallbacks = all.map(({ role, values }) => (SIZES.has(role) ? undefined : usualValue(values)));
  const order = [...all.keys()].sort(
    (a, b) => Number(fallbacks[a] !== undefined) - Number(fallbacks[b] !== undefined),
  );
  return {
    name,
    parameters: order.map((index) => ({ name: named.names[index] ?? "", fallback: fallbacks[index] })),
    body: bodyOf(model, texts, chooses ? (named.names.at(-1) ?? "project") : undefined),
    calls: templates.map((_, unit) => callText(name, order, all, named.names, fallbacks, unit)),
  };
}

/** Parameters that every call says. */
const SIZES: ReadonlySet<string> = new Set(["channels", "features", "kernel"]);

/** Holes of the model, unit by unit; those of a shortcut that is the identity are missing. */
function columnsOf(model: Template, templates: readonly Template[]): readonly Column[] {
  const counts = model.lines.map((line) => holesOf([line]).length);
  const before = counts.slice(0, model.shortcut ?? 0).reduce((sum, count) => sum + count, 0);
  const within = model.shortcut === undefined ? 0 : (counts[model.shortcut] ?? 0);
  return model.holes.map(({ role }, index) => ({
    role,
    values: templates.map(({ holes }): Value => {
      if (holes.length === model.holes.length) return holes[index]?.value;
      if (index < before) return holes[index]?.value;
      return index < before + within ? undefined : holes[index - within]?.value;
    }),
  }));
}

type Expression = (names: readonly string[]) => string;

/** Each column as a number, a parameter, or a multiple of one. */
function parametrize(columns: readonly Column[]): {
  readonly expressions: readonly Expression[];
  readonly parameters: readonly Column[];
} {
  const varying = columns.filter((column) => new Set(known(column)).size > 1);
  const parameters: Column[] = [];
  // Columns that all units have come first, and small numbers, so that others can be multiples of them.
  const gaps = (column: Column): number => column.values.length - known(column).length;
  for (const column of [...varying].sort((a, b) => gaps(a) - gaps(b) || total(a) - total(b))) {
    if (!parameters.some((parameter) => factorOf(column, parameter) !== undefined)) parameters.push(column);
  }
  parameters.sort((a, b) => columns.indexOf(a) - columns.indexOf(b));
  const expressions = columns.map((column): Expression => {
    const index = parameters.findIndex((parameter) => factorOf(column, parameter) !== undefined);
    const parameter = parameters[index];
    if (parameter === undefined || !varying.includes(column)) {
      const value = String(known(column)[0] ?? 1);
      return () => value;
    }
    const factor = factorOf(column, parameter) ?? 1;
    return (names) => (factor === 1 ? (names[index] ?? "") : `${String(factor)} * ${names[index] ?? ""}`);
  });
  return { expressions, parameters };
}

function known({ values }: Column): readonly (number | boolean)[] {
  return values.filter((value) => value !== undefined);
}

function total(column: Column): number {
  return known(column).reduce((sum: number, value) => sum + Number(value), 0);
}

/** The whole number by which the column is a multiple of the parameter; 1 when they are equal. */
function factorOf(column: Column, parameter: Column): number | undefined {
  let factor: number | undefined;
  for (const [unit, value] of column.values.entries()) {
    if (value === undefined) continue;
    const base = parameter.values[unit];
    if (base === undefined) return undefined;
    if (value === base) {
      if (factor !== undefined && factor !== 1) return undefined;
      factor = 1;
      continue;
    }
    // Only sizes of the same kind are multiples of each other by more than chance.
    if (typeof value !== "number" || typeof base !== "number" || base < 8 || value % base !== 0)
      return undefined;
    if (factor !== undefined && factor !== value / base) return undefined;
    factor = value / base;
  }
  return factor;
}

function nameParameters(columns: readonly Column[]): { readonly names: readonly string[] } {
  const counts = new Map<string, number>();
  const names = columns.map(({ role }) => {
    const count = (counts.get(role) ?? 0) + 1;
    counts.set(role, count);
    return count === 1 ? identifierOf(role) : `${identifierOf(role)}${String(count)}`;
  });
  return { names };
}

/** The value of at least half of the units, which a call may leave out. */
function usualValue(values: readonly Value[]): number | boolean | undefined {
  const counts = new Map<number | boolean, number>();
  for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  const given = values.filter((value) => value !== undefined).length;
  if (best === undefined) return undefined;
  return given < values.length || 2 * best[1] >= values.length ? best[0] : undefined;
}

function bodyOf(
  { lines, shortcut }: Template,
  texts: readonly string[],
  project: string | undefined,
): readonly string[] {
  let hole = 0;
  const fill = (): string => texts[hole++] ?? "";
  return lines.map((line, index) => {
    const text = textOf(line.tokens, fill);
    const shown = index === shortcut && project !== undefined ? `| if ${project} { ${text.slice(2)} }` : text;
    return `${indentation(line)}${shown}`;
  });
}

function indentation({ indent }: Line): string {
  return "  ".repeat(indent);
}

function callText(
  name: string,
  order: readonly number[],
  columns: readonly Column[],
  names: readonly string[],
  fallbacks: readonly (number | boolean | undefined)[],
  unit: number,
): string {
  let positional = true;
  const parts = order.flatMap((index) => {
    const value = columns[index]?.values[unit];
    const fallback = fallbacks[index];
    if (value === undefined || value === fallback) {
      positional = false;
      return [];
    }
    if (fallback !== undefined) positional = false;
    return [positional ? String(value) : `${names[index] ?? ""}=${String(value)}`];
  });
  return parts.length === 0 ? name : `${name}(${parts.join(", ")})`;
}

/** What the block is called: by the stem of its units' names, or by what it looks like. */
export function blockName(units: readonly string[], template: Template): string {
  const stems = new Set(units.map((unit) => /^[A-Za-z]{4,}/.exec(unit)?.[0]));
  const [stem] = stems;
  const title = stem === undefined ? undefined : stem.slice(0, 1).toUpperCase() + stem.slice(1);
  const says =
    stem !== undefined &&
    title !== undefined &&
    !TOO_GENERAL.has(stem.toLowerCase()) &&
    !isOperatorName(title);
  if (stems.size === 1 && says) return title;
  const text = template.lines.map(({ tokens }) => textOf(tokens, hole)).join("\n");
  if (text.startsWith("mul {") && text.includes("GlobalAvgPool")) return "SqueezeExcite";
  if (text.includes("add {")) return (text.match(/Conv\(/g) ?? []).length >= 3 ? "Bottleneck" : "Residual";
  if (text.includes("concat {")) return text.includes("identity") ? "DenseLayer" : "Inception";
  return text.includes(" {") ? "Merge" : "Unit";
}

function hole({ value }: Hole): string {
  return String(value);
}

const TOO_GENERAL: ReadonlySet<string> = new Set([
  "block",
  "blocks",
  "conv",
  "features",
  "layer",
  "layers",
  "model",
  "module",
  "stage",
  "shortcut",
]);
