// Clicks, double clicks and hovering, as paths of nodes.

export type Part = "node" | "header" | "background";

export interface PointerActions {
  /** Answers whether it opened or closed a group. */
  readonly click: (path: string, part: Part) => boolean;
  /** `toggled`: the first of the two clicks opened or closed the group. */
  readonly doubleClick: (path: string, toggled: boolean) => void;
  readonly over: (path: string | undefined, at: DOMRect | undefined) => void;
}

export function listenToPointer(root: SVGElement, actions: PointerActions): void {
  let first: { readonly path: string; readonly toggled: boolean } | undefined;
  root.addEventListener("click", (event) => {
    // The second click of a double click may meet something else, since the first one may have moved things.
    if (event.detail > 1) return;
    const hit = hitOf(event);
    first = hit === undefined ? undefined : { path: hit.path, toggled: actions.click(hit.path, hit.part) };
  });
  root.addEventListener("dblclick", () => {
    if (first !== undefined) actions.doubleClick(first.path, first.toggled);
  });
  root.addEventListener("pointermove", (event) => {
    const hit = event.buttons === 0 ? hitOf(event) : undefined;
    if (hit === undefined || hit.part === "background") actions.over(undefined, undefined);
    else actions.over(hit.path, hit.element.getBoundingClientRect());
  });
  root.addEventListener("pointerleave", () => {
    actions.over(undefined, undefined);
  });
}

interface Hit {
  readonly path: string;
  readonly part: Part;
  readonly element: Element;
}

function hitOf(event: Event): Hit | undefined {
  const { target } = event;
  if (!(target instanceof Element)) return undefined;
  const element = target.closest<SVGElement>("[data-layer], [data-group], [data-terminal], [data-header]");
  if (element === null) return undefined;
  const { layer, group, terminal, header, expanded } = element.dataset;
  const path = layer ?? group ?? terminal ?? header;
  if (path === undefined) return undefined;
  if (header !== undefined) return { path, part: "header", element };
  return { path, part: expanded === "true" ? "background" : "node", element };
}
