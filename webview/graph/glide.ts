// Moves the view smoothly: all that is needed of d3's transitions.

import type { ZoomTransform } from "d3-zoom";
import { zoomIdentity } from "d3-zoom";

const DURATION = 260;

/** Calls `show` every frame until the view is there; another glide takes over from one under way. */
export function createGlide(
  show: (transform: ZoomTransform) => void,
): (from: ZoomTransform, to: ZoomTransform) => void {
  let run = 0;
  return (from, to) => {
    const own = ++run;
    const begun = performance.now();
    const step = (now: number): void => {
      if (own !== run) return;
      const time = Math.min(1, Math.max(0, (now - begun) / DURATION));
      show(time === 1 ? to : between(from, to, 1 - (1 - time) ** 3));
      if (time < 1) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  };
}

/** The scale grows evenly in ratio, and the place with it, so that the target comes straight nearer. */
function between(from: ZoomTransform, to: ZoomTransform, share: number): ZoomTransform {
  const k = from.k * (to.k / from.k) ** share;
  const way = Math.abs(to.k - from.k) < 1e-9 ? share : (k - from.k) / (to.k - from.k);
  return zoomIdentity.translate(from.x + (to.x - from.x) * way, from.y + (to.y - from.y) * way).scale(k);
}
