/** The last place: the network and the device looked at from inside. Page side. */
export { ExplorePanel } from './ExplorePanel';
