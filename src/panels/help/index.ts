/** Help: explanations at the experiment's fields, and the glossary. Page side. */
export { FieldHelp } from './FieldHelp';
export { Glossary } from './Glossary';
import './help.css';
