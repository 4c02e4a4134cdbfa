// A chart as one picture that stands by itself.

/** One SVG of all plots below each other, with the editor's colours and font written out. */
export function pictureOf(plots: HTMLElement, title: string): string {
  const style = getComputedStyle(document.body);
  const svgs = [...plots.querySelectorAll("svg")].filter((svg) => svg.ownerSVGElement === null);
  const width = Math.max(0, ...svgs.map((svg) => svg.width.baseVal.value));
  const root = document.createElementNS(NAMESPACE, "svg");
  let height = 28;
  for (const svg of svgs) {
    const copy = svg.cloneNode(true) as SVGSVGElement;
    for (const unwanted of copy.querySelectorAll('style, [aria-label="tip"]')) unwanted.remove();
    writeColorsOut(svg, copy);
    copy.setAttribute("y", String(height));
    height += svg.height.baseVal.value;
    root.append(copy);
  }
  const attributes = {
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    fill: "currentColor",
    color: style.color,
  };
  for (const [name, value] of Object.entries(attributes)) root.setAttribute(name, String(value));
  root.setAttribute("font-family", "system-ui, sans-serif");
  root.setAttribute("font-size", "10");
  root.prepend(rectangle(style.backgroundColor), heading(title));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}\n`;
}

const COLORED = "[fill^='var('], [stroke^='var(']";

/** Colours that are variables of the page, as they are now. */
function writeColorsOut(original: SVGElement, copy: SVGElement): void {
  const copies = copy.querySelectorAll(COLORED);
  for (const [index, element] of original.querySelectorAll(COLORED).entries()) {
    const style = getComputedStyle(element);
    for (const name of ["fill", "stroke"] as const) {
      if (element.getAttribute(name)?.startsWith("var(") === true)
        copies[index]?.setAttribute(name, style[name]);
    }
  }
}

const NAMESPACE = "http://www.w3.org/2000/svg";

function rectangle(fill: string): SVGElement {
  const element = document.createElementNS(NAMESPACE, "rect");
  for (const [name, value] of Object.entries({ width: "100%", height: "100%", fill }))
    element.setAttribute(name, value);
  return element;
}

function heading(text: string): SVGElement {
  const element = document.createElementNS(NAMESPACE, "text");
  for (const [name, value] of Object.entries({ x: 12, y: 18, "font-size": 13, "font-weight": 600 })) {
    element.setAttribute(name, String(value));
  }
  element.textContent = text;
  return element;
}
