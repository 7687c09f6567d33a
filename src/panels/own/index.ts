/** A person's own pictures, shown to the network. */
export { OwnCard } from './OwnCard';
