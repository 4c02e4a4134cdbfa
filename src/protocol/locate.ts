// Requests that lead from a place in a text to what is there in the networks, and back.

import { requestName } from "./request";

/** Zero-based, UTF-16, as in the Language Server Protocol. */
export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

export interface TextRange {
  readonly start: TextPosition;
  readonly end: TextPosition;
}

export interface TextLocation {
  readonly uri: string;
  readonly range: TextRange;
}

/** One instance of a layer or group: a network of the file and a path within it. */
export interface InstanceName {
  readonly network: string;
  readonly path: string;
}

export interface PathsAtParams {
  readonly uri: string;
  readonly position: TextPosition;
}

/** The instances of the layer or group at a position, the one being looked at first; cut short when there are very many. */
export const PATHS_AT = requestName<PathsAtParams, readonly InstanceName[]>("netlens/pathsAt");

export interface LocationOfParams extends InstanceName {
  readonly uri: string;
}

export interface InstanceLocation {
  /** Where it is written: the text to reveal, and the part of it to select. */
  readonly definition: TextLocation;
  /** Where the innermost block that it is in is instantiated; absent outside of blocks. */
  readonly instantiation?: TextLocation;
}

/** Where the layer or group of that path is written; null when there is none. */
export const LOCATION_OF = requestName<LocationOfParams, InstanceLocation | null>("netlens/locationOf");

export interface InstancesParams {
  readonly uri: string;
  /** The name of a block that the file defines. */
  readonly definition: string;
}

export interface InstanceChoice extends InstanceName {
  /** `Inception(64, 96, 128, 16, 32, 32)` */
  readonly label: string;
  /** `192×28×28 → 256×28×28` */
  readonly description: string;
  readonly chosen: boolean;
}

/** The instances of a block, in execution order, one for each distinct body; the one being looked at is `chosen`. */
export const INSTANCES = requestName<InstancesParams, readonly InstanceChoice[]>("netlens/instances");

export interface ChooseInstanceParams extends InstanceName {
  readonly uri: string;
}

/** Chooses the instance whose figures a block's own definition shows; false when there is no such path. */
export const CHOOSE_INSTANCE = requestName<ChooseInstanceParams, boolean>("netlens/chooseInstance");
