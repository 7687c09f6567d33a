/** The device in a word, always in sight; pressed, it opens into all that is known about it. */
import { useTranslation } from 'react-i18next';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import type { BackendReport } from '../../protocol/events';
import { useLab } from '../lab';
import { DeviceDetails } from './DeviceDetails';
import { useThreads } from './useThreads';
import './device.css';

/** How the chip looks: nothing known yet, a GPU or the CPU engine, a slow one, or nothing that works. */
type Tone = 'looking' | 'ok' | 'warn' | 'bad';

/** For scripts: the families of the lab's own kernels that are in use, or `stock`. */
const kernelsOf = ({ kernels }: BackendReport): string =>
  kernels
    .filter(({ status }) => status === 'passed')
    .map(({ family }) => family)
    .join(' ') || 'stock';

export function DeviceChip() {
  const { t } = useTranslation('device');
  const threadsOf = useThreads();
  const backend = useLab((state) => state.backend);
  const refused = useLab((state) => state.startError !== null);
  const tone: Tone = refused ? 'bad' : backend === null ? 'looking' : backend.software ? 'warn' : 'ok';
  const name = backend?.backend ?? t(refused ? 'none' : 'looking');
  const kernels = backend && kernelsOf(backend);
  const rest = backend?.software ? t('slow') : backend?.cpu ? threadsOf(backend.cpu) : backend?.adapter;
  return (
    <DialogTrigger>
      <Button
        className={`chip chip-${tone}`}
        aria-label={t('open', { device: rest ? `${name}, ${rest}` : name })}
      >
        <span className="chip-dot" aria-hidden="true" />
        <span className="chip-text" data-testid="backend" data-kernels={kernels}>
          {rest ? `${name} · ${rest}` : name}
        </span>
      </Button>
      <Popover className="popover device-popover" placement="bottom end">
        <Dialog className="dialog" aria-label={t('title')}>
          <DeviceDetails />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
