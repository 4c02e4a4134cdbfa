// Units of one structure made a block: numbers that differ become its parameters.

import { identifierOf, isOperatorName } from "./identifiers";
import type { Hole, Line } from "./lines";
import { wantedNames } from "./parameter-names";
import type { BlockLayout, Column, Value } from "./parametrize";
import { channelsOf, parametrize } from "./parametrize";
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

/** A block for units whose templates have one signature, and shortcuts of one structure besides identities. */
export function blockOf(name: string, templates: readonly Template[], channelsLast: boolean): Block {
  const model =
    templates.find(
      ({ shortcut, shortcutSignature }) => shortcut === undefined || shortcutSignature !== IDENTITY_SHORTCUT,
    ) ?? templates[0];
  if (model === undefined) return { name, parameters: [], body: [], calls: [] };
  const columns = columnsOf(model, templates);
  const entered = templates.map((template) => template.entered);
  const { expressions, parameters } = parametrize(columns, entered, layoutIn(model, channelsLast));
  const projects = templates.map(({ shortcutSignature }) => shortcutSignature === model.shortcutSignature);
  const chooses = projects.includes(false);
  const plainNames = nameParameters(parameters);
  const plainTexts = expressions.map((expression) => expression(plainNames));
  const condition = chooses
    ? conditionOf(model, templates, projects, columns, plainTexts, channelsLast)
    : undefined;
  const project: Column = { role: "project", wanted: "project", values: projects };
  const all = chooses && condition === undefined ? [...parameters, project] : parameters;
  const names = nameParameters(all);
  const texts = expressions.map((expression) => expression(names));
  const fallbacks = all.map(({ role, values }) => (SIZES.has(role) ? undefined : usualValue(values)));
  const order = [...all.keys()].sort(
    (a, b) => Number(fallbacks[a] !== undefined) - Number(fallbacks[b] !== undefined),
  );
  return {
    name,
    parameters: order.map((index) => ({ name: names[index] ?? "", fallback: fallbacks[index] })),
    body: bodyOf(model, texts, chooses ? (condition ?? names.at(-1) ?? "project") : undefined),
    calls: templates.map((_, unit) => callText(name, order, all, names, fallbacks, unit)),
  };
}

/**
 * When a unit's shortcut is a projection: where it changes the shape, if that is so in all units; undefined if it is not.
 */
function conditionOf(
  model: Template,
  templates: readonly Template[],
  projects: readonly boolean[],
  columns: readonly Column[],
  texts: readonly string[],
  channelsLast: boolean,
): string | undefined {
  const before = model.lines.slice(0, model.shortcut ?? 0).flatMap((line) => holesOf([line])).length;
  const own = holesOf(model.lines.slice(model.shortcut, (model.shortcut ?? 0) + 1));
  const at = (role: string): number => {
    const index = own.findIndex((hole) => hole.role === role);
    return index < 0 ? -1 : before + index;
  };
  const channels = texts[at("channels")];
  const ownStride = texts[at("stride")];
  const stride =
    ownStride !== undefined && /^[a-z]/.test(ownStride)
      ? ownStride
      : texts.find((text, index) => columns[index]?.role === "stride" && /^[a-z]/.test(text));
  const strides = templates.map((_, unit) => isStrided(columns, texts, stride, unit));
  const holds = (condition: (unit: number) => boolean): boolean =>
    projects.every((project, unit) => project === condition(unit));
  if (channels === undefined) {
    return stride !== undefined && holds((unit) => strides[unit] === true) ? `${stride} != 1` : undefined;
  }
  const isNumber = /^\d+$/.test(channels);
  const widens = templates.map(({ entered, left }) => {
    const wanted = isNumber ? Number(channels) : channelsOf(left, channelsLast);
    return channelsOf(entered, channelsLast) !== wanted;
  });
  const differs = `in.channels != ${channels}`;
  if (stride !== undefined && holds((unit) => strides[unit] === true || widens[unit] === true))
    return `${stride} != 1 or ${differs}`;
  return holds((unit) => widens[unit] === true) ? differs : undefined;
}

/** Whether the parameter that the shortcut's stride is differs from 1 in the unit. */
function isStrided(
  columns: readonly Column[],
  texts: readonly string[],
  stride: string | undefined,
  unit: number,
): boolean {
  return columns.some(({ values }, index) => {
    const value = values[unit];
    return texts[index] === stride && value !== undefined && value !== 1;
  });
}

/** Where channels are, if the block's operators look at images at all. */
function layoutIn({ lines }: Template, channelsLast: boolean): BlockLayout {
  const looks = lines.some(({ tokens }) =>
    tokens.some((token) => typeof token === "string" && /Conv|Pool|BatchNorm/.test(token)),
  );
  return looks ? (channelsLast ? "channels-last" : "channels-first") : undefined;
}

/** Parameters that every call says. */
const SIZES: ReadonlySet<string> = new Set(["channels", "features", "kernel"]);

/** Holes of the model, unit by unit; those of a shortcut that is the identity are missing. */
function columnsOf(model: Template, templates: readonly Template[]): readonly Column[] {
  const counts = model.lines.map((line) => holesOf([line]).length);
  const before = counts.slice(0, model.shortcut ?? 0).reduce((sum, count) => sum + count, 0);
  const within = model.shortcut === undefined ? 0 : (counts[model.shortcut] ?? 0);
  const wanted = wantedNames(model.lines);
  return model.holes.map(({ role }, index) => ({
    role,
    wanted: wanted[index] ?? role,
    values: templates.map(({ holes }): Value => {
      if (holes.length === model.holes.length) return holes[index]?.value;
      if (index < before) return holes[index]?.value;
      return index < before + within ? undefined : holes[index - within]?.value;
    }),
  }));
}

function nameParameters(columns: readonly Column[]): readonly string[] {
  const counts = new Map<string, number>();
  return columns.map(({ wanted }) => {
    const count = (counts.get(wanted) ?? 0) + 1;
    counts.set(wanted, count);
    return count === 1
      ? identifierOf(wanted)
      : `${identifierOf(wanted)}${/\d$/.test(wanted) ? "_" : ""}${String(count)}`;
  });
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
  return stems.size === 1 && says ? title : nameByLooks(template);
}

function nameByLooks(template: Template): string {
  const text = template.lines.map(({ tokens }) => textOf(tokens, hole)).join("\n");
  if (text.startsWith("mul {") && text.includes("GlobalAvgPool")) return "SqueezeExcite";
  const isDeep = (text.match(/Conv\(/g) ?? []).length >= 3;
  const isDepthwise = isDeep && /DepthwiseConv\(|Conv\((\d+), .*groups=\1\b/.test(text);
  if (isDepthwise) return text.includes("add {") ? "InvertedResidual" : "InvertedBottleneck";
  if (text.includes("add {")) return isDeep ? "Bottleneck" : "Residual";
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
