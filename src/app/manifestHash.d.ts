/** Made by the Vite plugin of the sheets (dataset/sheets/plugin.ts). */
declare module 'virtual:manifest-hash' {
  /** SHA-256 of the `manifest.json` that this page was built with, lower-case hexadecimal. */
  export const manifestSha256: string;
}
