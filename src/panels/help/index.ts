/** Help where it is needed: explanations of the experiment's fields. Page side. */
export { FieldHelp } from './FieldHelp';
import './help.css';
