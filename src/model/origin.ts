// Where in a text something comes from. Positions are those of the Language Server Protocol: zero-based, UTF-16.

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A place in a file. */
export interface Location {
  readonly uri: string;
  readonly range: Range;
}

/** The source of a layer or group: its whole text, the part that names it, and where an annotation belongs. */
export interface Origin extends Location {
  /** The name or operator, revealed and highlighted on navigation; `range` where there is none. */
  readonly selection?: Range;
  /** The line after whose end an inline annotation belongs; the end of `range` unless given. */
  readonly anchor?: Position;
}
