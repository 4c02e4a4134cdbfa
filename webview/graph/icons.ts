// Icons of 16 × 16 pixels, as the path data of lines.

export const ICONS = {
  fit: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
  zoomToSelection: "M8 5.5v5M5.5 8h5M2.5 5V2.5H5M11 2.5h2.5V5M13.5 11v2.5H11M5 13.5H2.5V11",
  expandAll: "M5.5 5.5h8v8h-8zM2.5 10.5v-8h8M9.5 7.5v4M7.5 9.5h4",
  collapseAll: "M5.5 5.5h8v8h-8zM2.5 10.5v-8h8M7.5 9.5h4",
  direction: "M4 2.5v8.5M1.5 8.5L4 11l2.5-2.5M7 4.5h6.5M11 2l2.5 2.5L11 7",
  lock: "M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
  search: "M7 3a4 4 0 1 0 0 8a4 4 0 0 0 0-8zM10 10l3.5 3.5",
  previous: "M3.5 10L8 5.5l4.5 4.5",
  next: "M3.5 6L8 10.5L12.5 6",
  close: "M4 4l8 8M12 4l-8 8",
  dependencies: "M8 2.5v3M8 10.5v3M4.5 5.5h7v5h-7zM2 13.5h12",
  save: "M8 2.5v7.5M5 7l3 3l3-3M3 12.5h10",
  copy: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
  minimap: "M2.5 3h11v10h-11zM8.5 8.5h3v2.5h-3z",
  picture: "M2.5 3h11v10h-11zM3 12l3.5-4l2.5 2.5l1.5-1.5l3 3",
} as const;
