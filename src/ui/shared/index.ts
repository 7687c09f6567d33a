/**
 * The few components that every panel is built from. Page side; they know React and the catalogues,
 * but no store.
 */
export { Action } from './Action';
export { Bars } from './Bars';
export { Card } from './Card';
export { CopyButton } from './CopyButton';
export { ErrorNotice } from './ErrorNotice';
export { Choice, NumberInput, Toggle } from './fields';
export { goToSection } from './PanelHead';
export { Notice } from './Notice';
export { PanelHead, SectionNote } from './PanelHead';
export { Progress } from './Progress';
export { Scroll } from './Scroll';
export { Segments } from './Segments';
export { Dialog } from './Dialog';
export { goTo, sectionAt, sectionOf, type Address } from './viewAddress';
export { Views } from './Views';
export { TileImage, useClassNames } from './TileImage';
import './shared.css';
import './fields.css';
