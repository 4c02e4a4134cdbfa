// Where an import leads: relative paths to files, and `"std/…"` to the blocks that ship with the project.

import { URI, UriUtils } from "langium";
import { STANDARD_BLOCKS } from "../std/generated/blocks";

/** The scheme of the standard blocks' read-only documents: `netlens-std:/residual.net`. */
export const STD_SCHEME = "netlens-std";

const STD_PREFIX = "std/";
const ENDING = ".net";

/**
 * The URI that an import's path means, from the file that holds the import; undefined when the path is neither
 * relative with the ending `.net` (`./x.net`, `../x.net`, `x.net`) nor of a standard block that exists (`std/residual.net`, `std/residual`).
 */
export function importedUri(fromUri: string, path: string): string | undefined {
  if (path.startsWith(STD_PREFIX)) {
    const name = withoutEnding(path.slice(STD_PREFIX.length));
    return Object.hasOwn(STANDARD_BLOCKS, name) ? stdUri(name) : undefined;
  }
  if (
    !path.endsWith(ENDING) ||
    path.startsWith("/") ||
    path.includes("\\") ||
    /^[a-z][a-z0-9+.-]*:/i.test(path)
  )
    return undefined;
  if (/\p{Cc}/u.test(path)) return undefined;
  return UriUtils.joinPath(UriUtils.dirname(URI.parse(fromUri)), path).toString();
}

/** The text of a standard block's file; undefined for other URIs. */
export function stdText(uri: string): string | undefined {
  const prefix = `${STD_SCHEME}:/`;
  if (!uri.startsWith(prefix)) return undefined;
  const name = withoutEnding(uri.slice(prefix.length));
  return Object.hasOwn(STANDARD_BLOCKS, name) ? STANDARD_BLOCKS[name] : undefined;
}

/** The names of the standard files, as in `std/residual`. */
export function stdNames(): string[] {
  return Object.keys(STANDARD_BLOCKS);
}

export function stdUri(name: string): string {
  return `${STD_SCHEME}:/${name}${ENDING}`;
}

function withoutEnding(path: string): string {
  return path.endsWith(ENDING) ? path.slice(0, -ENDING.length) : path;
}
