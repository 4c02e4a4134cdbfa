// Options that point at other layers by their number: `layers` of a route, `from` of a shortcut and others.

import type { Option, Section, Span } from "./config";
import { itemsOf, leadingInteger, optionIn } from "./options";
import { sectionType } from "./schema/schema";

/** Option by section type; several numbers stand in those of routes and shortcuts. */
const POINTERS: ReadonlyMap<string, readonly string[]> = new Map([
  ["route", ["layers"]],
  ["shortcut", ["from"]],
  ["scale_channels", ["from"]],
  ["sam", ["from"]],
  ["shift_channels", ["from"]],
  ["control_channels", ["from"]],
  ["convolutional", ["share_index"]],
  ["yolo", ["embedding_layer"]],
  ["Gaussian_yolo", ["embedding_layer"]],
  ["contrastive", ["yolo_layer"]],
]);

export interface LayerReference extends Span {
  readonly option: Option;
  readonly text: string;
  /** Counted from 0, `[net]` not among them; undefined when the text is no number. */
  readonly target: number | undefined;
}

/** The layers that an option of the layer at `index` points at: negative numbers count back from it. */
export function referencesIn(
  text: string,
  section: Section,
  key: string,
  index: number,
): readonly LayerReference[] {
  const option = optionIn(section, key);
  if (option === undefined) return [];
  return itemsOf(text, option).map((item) => {
    const number = leadingInteger(item.text);
    const target = number === undefined || number >= 0 ? number : index + number;
    return { ...item, option, target };
  });
}

/** All layers that the section points at, whatever the option. */
export function allReferences(text: string, section: Section, index: number): readonly LayerReference[] {
  return (POINTERS.get(sectionType(section.type)) ?? []).flatMap((key) =>
    referencesIn(text, section, key, index),
  );
}

/** Whether the option of such a section points at layers. */
export function isPointer(type: string, key: string): boolean {
  return POINTERS.get(sectionType(type))?.includes(key) === true;
}
