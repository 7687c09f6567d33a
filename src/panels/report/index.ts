/** The report that a student takes along. */
export { ReportCard } from './ReportCard';
