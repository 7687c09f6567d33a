/** The device in one word, always on screen; pressing it opens everything known about it. */
import { useTranslation } from 'react-i18next';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import type { BackendReport, CpuReport } from '../../protocol/device';
import { useLab } from '../lab';
import { DeviceDetails } from './DeviceDetails';
import './device.css';
import { count } from '../../lib/units';

/**
 * The chip's style: nothing known yet, a GPU or the CPU engine, a slow device, or nothing that
 * works.
 */
type Tone = 'looking' | 'ok' | 'warn' | 'bad';

/** For automation: the families of the lab's own kernels that are in use, or `stock`. */
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

/** A description of what the CPU engine computes with: `CPU, 2 threads`. */
export function useThreads(): (cpu: CpuReport) => string {
  const { t } = useTranslation('device');
  return ({ threads }) => (threads === 1 ? t('oneThread') : t('threads', { n: count(threads) }));
}
