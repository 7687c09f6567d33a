export { DownloadCard, DownloadSheet } from './Download';
