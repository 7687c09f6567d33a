/** The few pieces that every panel is made of. Page side; know React, the catalogues and no store. */
export { Action } from './Action';
export { Bars } from './Bars';
export { Card } from './Card';
export { CopyButton } from './CopyButton';
export { ErrorNotice } from './ErrorNotice';
export { Choice, NumberInput, Toggle } from './fields';
export { goToPlace } from './goToPlace';
export { Notice } from './Notice';
export { PanelHead, PlaceNote } from './PanelHead';
export { Progress } from './Progress';
export { Scroll } from './Scroll';
export { Segments } from './Segments';
export { Sheet } from './Sheet';
export { TileImage } from './TileImage';
export { useClassNames } from './useClassNames';
import './shared.css';
import './fields.css';
