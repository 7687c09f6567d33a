/**
 * Colours of the series, as the lab names them: loss blue, accuracy green, validation red. The
 * shades are the page's tokens for a light background, and differ for deuteranopes and protanopes,
 * too (after Okabe and Ito, "Color Universal Design", 2008). A dark page inverts the whole drawing
 * in CSS (`.chart-ink`), since tfjs-vis has no theme; legends have the same class.
 */
export const seriesColours = {
  loss: '#2f6fde',
  acc: '#00795a',
  val: '#c54602',
} as const;

/**
 * Colours of whole runs drawn in one chart: a contrast of at least 3 : 1 on white, and different
 * for everybody (deuteranopes and protanopes by G. Machado et al., "A Physiologically-based Model
 * for Simulation of Color Vision Deficiency", 2009). More than these cannot be told apart.
 */
export const runColours = ['#2f6fde', '#c54602', '#00a0a0', '#4b004b', '#0000b4', '#781e00'] as const;

/** Empty and full cells of a heat map: black numbers are readable on both. */
export const heatColours: readonly [string, string] = ['#f5f8fc', '#7fb0e6'];
