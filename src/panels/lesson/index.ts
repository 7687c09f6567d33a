/** What a link for a class does to the page, and the dialog that makes one. Page side. */
export { ClassLink } from './ClassLink';
export { LessonBanner } from './LessonBanner';
export { LockSign, useLock, useLocked } from './locks';
export { Part } from './Part';
export { TeacherNote } from './TeacherNote';
import './lesson.css';
