/** The images behind the figures of an evaluation. */
export { JudgedView } from './JudgedView';
export { ImagesDialog, useOpenImages } from './OpenImages';
export { everyImage } from './words';
