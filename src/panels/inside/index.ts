/** Looking into the model: feature maps, Grad-CAM, distributions. Page side. */
export { DistributionsCard } from './DistributionsCard';
export { InsideCard } from './InsideCard';
export { MapTile } from './MapTile';
export { useLooker } from './useLooker';
export { useNetwork } from './useNetwork';
