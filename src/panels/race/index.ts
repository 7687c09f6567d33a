export { RaceCard } from './RaceCard';
