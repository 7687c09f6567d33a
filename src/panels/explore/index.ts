/** The last place: the network looked at from inside. Page side. */
export { ExplorePanel } from './ExplorePanel';
