/** The second place: the network in pictures and numbers. Page side; needs no engine. */
export { ModelPanel } from './ModelPanel';
