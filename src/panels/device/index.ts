/** What trains: a chip for the top bar that opens into what was tried and why. Page side. */
export { DeviceChip } from './DeviceChip';
export { useRemedy } from './CpuFacts';
export { useThreads } from './useThreads';
