// SVG pictures as PNG, by resvg compiled to WebAssembly. It sees no fonts of the system: text is set in the fonts given to it, and
// letters that these lack (they hold Latin-1) are drawn as empty boxes.

import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { INTER_REGULAR, INTER_SEMI_BOLD } from "../../draw/font-data";

let ready: Promise<void> | undefined;

/** Decoders refuse larger pictures, and so does memory. */
const MOST_PIXELS = 2 ** 28;

/**
 * The picture as PNG, `scale` times as large (less where that would be more than 2^28 pixels). `wasm` are the bytes of
 * resvg's module, needed the first time.
 */
export async function rasterize(
  svg: string,
  scale: number,
  wasm: () => Uint8Array<ArrayBuffer>,
): Promise<Uint8Array> {
  ready ??= initWasm(wasm());
  await ready;
  const [width, height] = sizeOf(svg);
  const zoom = Math.min(scale, Math.sqrt(MOST_PIXELS / Math.max(1, width * height)));
  const picture = new Resvg(svg, {
    fitTo: { mode: "zoom", value: zoom },
    font: {
      fontBuffers: [bytesOf(INTER_REGULAR), bytesOf(INTER_SEMI_BOLD)],
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

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
