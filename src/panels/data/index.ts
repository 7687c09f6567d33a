/** The first place: the images come in, are split, and can be looked at. Page side. */
export { DataPanel } from './DataPanel';
