// Whether the person asked for less motion.

const query = window.matchMedia("(prefers-reduced-motion: reduce)");

export function prefersReducedMotion(): boolean {
  return query.matches || document.body.classList.contains("vscode-reduce-motion");
}
