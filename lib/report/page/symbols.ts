/** Icons and patterns of the marks, once for a page. */
import { pageMarks, type PageMark } from "./model";

/** Lines on 12 by 12 units. */
const icons: Readonly<Record<PageMark, string>> = {
  outage: '<path d="M2.5 2.5l7 7M9.5 2.5l-7 7"/>',
  exposure: '<path d="M.8 6Q6-.5 11.2 6 6 12.5.8 6z"/><circle cx="6" cy="6" r="1.6"/>',
  degraded: '<path d="M6 1.2L11.2 10.6H.8zM6 4.6v3M6 9v.2"/>',
  cosmetic: '<circle cx="6" cy="6" r="4.4"/><path d="M4 6h4"/>',
  create: '<path d="M6 1.5v9M1.5 6h9"/>',
  change: '<path d="M1 7.2Q3.5 3 6 6t5-1.2"/>',
  replace: '<path d="M1.5 4h8M7 1.5L9.5 4 7 6.5M10.5 8.5h-8M5 6L2.5 8.5 5 11"/>',
  remove: '<path d="M1.5 6h9"/>',
};

/** On 8 by 8 units. */
const patterns: Readonly<Record<PageMark, string>> = {
  outage: '<path d="M-2 2l4-4M0 8l8-8M6 10l4-4"/>',
  exposure: '<path d="M0 8l8-8M0 0l8 8"/>',
  degraded: '<circle cx="2" cy="2" r="1"/><circle cx="6" cy="6" r="1"/>',
  cosmetic: '<path d="M0 4h8"/>',
  create: '<path d="M4 1v6M1 4h6"/>',
  change: '<path d="M0 2q2-2 4 0t4 0M0 6q2-2 4 0t4 0"/>',
  replace: '<path d="M0 0h8M0 4h8M4 0v4M0 4v4"/>',
  remove: '<path d="M-2 6l4 4M0 0l8 8M6-2l4 4"/>',
};

export const definitions = `<svg class="definitions" width="0" height="0" aria-hidden="true" focusable="false">${pageMarks
  .map(
    (mark) =>
      `<symbol id="i-${mark}" viewBox="0 0 12 12">${icons[mark]}</symbol><pattern id="p-${mark}" class="pattern m-${mark}" width="8" height="8" patternUnits="userSpaceOnUse">${patterns[mark]}</pattern>`,
  )
  .join("")}</svg>`;
