/** A data set as a server gives it, in the place of `fetch`. */
import type { TinySet } from '../dataset/tiny';

/** Answers with the manifest or the sheet that a URL names, or with 404. */
export const serveSet =
  ({ manifest, png }: TinySet) =>
  async (url: string): Promise<Response> => {
    const file = new URL(url).pathname.slice(1);
    if (file === 'manifest.json') return Response.json(manifest);
    return new Response(png.get(file) ?? null, { status: png.has(file) ? 200 : 404 });
  };
