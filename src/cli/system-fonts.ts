// The fonts of this machine, in the order in which a picture would rather have them.

import { closeSync, openSync, readdirSync, readFileSync, readSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import process from "node:process";
import type { FontFile } from "../exporters/png/fallback-fonts";

/** Upright sans-serif fonts of regular weight come first: they go with the picture's own. */
export function systemFonts(folders: readonly string[] = fontFolders()): readonly FontFile[] {
  const files = folders.flatMap((folder) => fontFiles(folder, DEEPEST));
  return [...new Set(files)]
    .map((file) => ({ file, strangeness: strangenessOf(path.basename(file)) }))
    .sort((a, b) => a.strangeness - b.strangeness || (a.file < b.file ? -1 : 1))
    .map(({ file }) => fontFile(file));
}

/** Folders in folders: more than any system nests. */
const DEEPEST = 6;

/** Where Linux, macOS and Windows keep fonts. */
function fontFolders(): readonly string[] {
  const home = homedir();
  const { XDG_DATA_HOME: data, WINDIR: windows, LOCALAPPDATA: local } = process.env;
  switch (process.platform) {
    case "darwin":
      return ["/System/Library/Fonts", "/Library/Fonts", path.join(home, "Library", "Fonts")];
    case "win32":
      return [
        path.join(windows ?? "C:\\Windows", "Fonts"),
        ...(local === undefined ? [] : [path.join(local, "Microsoft", "Windows", "Fonts")]),
      ];
    default:
      return [
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        path.join(data ?? path.join(home, ".local", "share"), "fonts"),
        path.join(home, ".fonts"),
      ];
  }
}

function fontFiles(folder: string, depth: number): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) return depth > 0 ? fontFiles(file, depth - 1) : [];
      return /\.(?:ttf|otf|ttc|otc)$/iu.test(entry.name) ? [file] : [];
    });
  } catch {
    // A folder that is not there, or that is somebody else's.
    return [];
  }
}

/** By its name: the less, the more like the picture's own font. */
function strangenessOf(name: string): number {
  const marks: readonly (readonly [pattern: RegExp, cost: number])[] = [
    [/sans|segoeui|arial|helvetica|pingfang|hiragino|yahei|gothic|malgun/iu, -2],
    [/regular|(?:sans|ui|uni|arial)\.\w+$/iu, -1],
    [/bold|black|heavy|medium|light|thin|italic|oblique|condensed|narrow/iu, 2],
    [/serif|mono|code|math|emoji|symbol|hand|script/iu, 3],
  ];
  return marks.reduce((sum, [pattern, cost]) => (pattern.test(name) ? sum + cost : sum), 0);
}

function fontFile(file: string): FontFile {
  return {
    load: () => readFileSync(file),
    inspect: (use) => {
      const handle = openSync(file, "r");
      try {
        return use((offset, length) => {
          const bytes = new Uint8Array(length);
          return bytes.subarray(0, readSync(handle, bytes, 0, length, offset));
        });
      } finally {
        closeSync(handle);
      }
    },
  };
}
