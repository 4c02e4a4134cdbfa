// SVG pictures as PNG, by resvg compiled to WebAssembly. It sees no fonts of the system: text is set in the fonts given to it.

import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { INTER_REGULAR, INTER_SEMI_BOLD } from "../../draw/font-data";
import { decoded } from "./fallback-fonts";

let ready: Promise<void> | undefined;

/** Decoders refuse larger pictures, and so does memory. */
const MOST_PIXELS = 2 ** 28;

export interface RasterSource {
  /** The bytes of resvg's module, needed the first time. */
  readonly wasm: () => Uint8Array<ArrayBuffer>;
  /** Fonts for letters that a picture's own lack (these hold Latin-1); letters that no font has are empty boxes. */
  readonly fonts: readonly Uint8Array[];
}

/** The picture as PNG, `scale` times as large (less where that would be more than 2^28 pixels). */
export async function rasterize(
  svg: string,
  scale: number,
  { wasm, fonts }: RasterSource,
): Promise<Uint8Array> {
  ready ??= initWasm(wasm());
  await ready;
  const [width, height] = sizeOf(svg);
  const zoom = Math.min(scale, Math.sqrt(MOST_PIXELS / Math.max(1, width * height)));
  const picture = new Resvg(svg, {
    fitTo: { mode: "zoom", value: zoom },
    font: {
      fontBuffers: [decoded(INTER_REGULAR), decoded(INTER_SEMI_BOLD), ...fonts],
      loadSystemFonts: false,
      defaultFontFamily: "Inter",
      sansSerifFamily: "Inter",
    },
  });
  try {
    return picture.render().asPng();
  } finally {
    picture.free();
  }
}

function sizeOf(svg: string): readonly [width: number, height: number] {
  const found = /<svg[^>]*? width="([\d.]+)" height="([\d.]+)"/u.exec(svg);
  return [Number(found?.[1] ?? 1), Number(found?.[2] ?? 1)];
}
