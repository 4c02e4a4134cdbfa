// The picture as a file: laid out and drawn anew with the fonts and colours that it carries with it.

import { svgDocument } from "../../src/draw/svg-document";
import type { Heat } from "../../src/draw/svg-document";
import type { Direction } from "../../src/layout/geometry";
import type { Layouter } from "../../src/layout/layout";
import type { FromGraphView } from "../../src/protocol/graph";
import type { OpenState } from "../../src/view/open-state";
import type { ViewGraph } from "../../src/view/view-graph";
import { editorTheme } from "./theme";

interface Picture {
  readonly graph: ViewGraph;
  readonly open: OpenState;
  readonly direction: Direction;
  readonly heat: Heat | undefined;
}

/** The message that saves or copies the picture. */
export async function exported(
  what: "svg" | "png" | "copy",
  picture: Picture,
  layouter: Layouter,
): Promise<FromGraphView> {
  const content = await pictureAsSvg(picture, layouter);
  const name = picture.graph.network;
  if (what === "copy") return { type: "copy", content };
  if (what === "svg") return { type: "save", format: "svg", name, content };
  return { type: "save", format: "png", name, content: await svgAsPng(content) };
}

/** SVG that needs nothing else. */
async function pictureAsSvg({ graph, open, direction, heat }: Picture, layouter: Layouter): Promise<string> {
  const { scene } = await layouter.layout(graph, open, direction);
  return svgDocument(graph, scene, { theme: editorTheme(), ...(heat === undefined ? {} : { heat }) });
}

/** PNG in base64, twice as large as the SVG where the browser can hold that. */
async function svgAsPng(svg: string): Promise<string> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const scale = Math.min(2, LONGEST_SIDE / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/png").replace(/^data:image\/png;base64,/u, "");
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Browsers refuse larger canvases. */
const LONGEST_SIDE = 16_000;
