// Moves the view smoothly: all that is needed of d3's transitions.

import type { ZoomTransform } from "d3-zoom";
import { zoomIdentity } from "d3-zoom";

const DURATION = 260;

export interface Glide {
  /** Another glide takes over from one under way. */
  go(from: ZoomTransform, to: ZoomTransform): void;
  /** Stays where it is: the view was moved by other means. */
  stop(): void;
  /** Where a glide under way leads. */
  target(): ZoomTransform | undefined;
}

/** Calls `show` every frame until the view is there. */
export function createGlide(show: (transform: ZoomTransform) => void): Glide {
  let run = 0;
  let target: ZoomTransform | undefined;
  return {
    target: () => target,
    go: (from, to) => {
      const own = ++run;
      target = to;
      const begun = performance.now();
      const step = (now: number): void => {
        if (own !== run) return;
        const time = Math.min(1, Math.max(0, (now - begun) / DURATION));
        show(time === 1 ? to : between(from, to, 1 - (1 - time) ** 3));
        if (time < 1) requestAnimationFrame(step);
        else target = undefined;
      };
      requestAnimationFrame(step);
    },
    stop: () => {
      run += 1;
      target = undefined;
    },
  };
}

/** The scale grows evenly in ratio, and the place with it, so that the target comes straight nearer. */
function between(from: ZoomTransform, to: ZoomTransform, share: number): ZoomTransform {
  const k = from.k * (to.k / from.k) ** share;
  const way = Math.abs(to.k - from.k) < 1e-9 ? share : (k - from.k) / (to.k - from.k);
  return zoomIdentity.translate(from.x + (to.x - from.x) * way, from.y + (to.y - from.y) * way).scale(k);
}
