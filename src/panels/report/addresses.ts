/** The only addresses that a report holds. Pure. */

/** `src`, where it is a PNG as a data URL. Throws an Error otherwise. */
export function pictureSource(src: string): string {
  if (!/^data:image\/png;base64,[A-Za-z0-9+/=]+$/.test(src))
    throw new Error('A report holds its pictures as PNG');
  return src;
}

/** `href`, where it is of the web. Throws an Error otherwise. */
export function webAddress(href: string): string {
  if (!/^https?:\/\//.test(href)) throw new Error(`A report links to no ${href.slice(0, 40)}`);
  return href;
}
