// When a document is analysed: cheap ones at once, costly ones when typing pauses.

export interface Load {
  /** Milliseconds that the last analysis took. */
  readonly duration: number;
  /** Milliseconds since the text changed last. */
  readonly sinceChange: number;
  /** Whether a request waits for the analysis. */
  readonly awaited: boolean;
}

/** Below this an analysis goes unnoticed between two keystrokes. */
const CHEAP = 40;
/** Above this an analysis would block typing, so that it always waits for a pause. */
const COSTLY = 400;
/** The pause in typing that a costly analysis waits for. */
const PAUSE = 300;

/** Milliseconds to wait before the analysis is begun. */
export function analysisDelay({ duration, sinceChange, awaited }: Load): number {
  if (duration <= CHEAP || (awaited && duration <= COSTLY)) return 0;
  const pause = duration <= COSTLY ? duration : PAUSE;
  return Math.max(0, pause - sinceChange);
}
