/**
 * Everything that is known about the device: its facts, the backends that were tried, the kernels,
 * the self-check, and a choice of other backends.
 */
import { useTranslation } from 'react-i18next';
import { Heading } from 'react-aria-components';
import { backendIds } from '../../experiment/schema';
import { bytes, count } from '../../lib/units';
import type { BackendAttempt } from '../../protocol/device';
import { isBusy } from '../../store/selectors';
import { useActions, useLab } from '../lab';
import { Notice, Segments } from '../shared';
import { CpuAdvice, CpuFacts } from './CpuFacts';
import { KernelsReport } from './KernelsReport';
import { SelfCheckReport } from './SelfCheckReport';

function Facts() {
  const { t } = useTranslation(['device', 'common']);
  const backend = useLab((state) => state.backend);
  const memory = useLab((state) => state.memory);
  if (!backend) return null;
  const { maxBindingBytes, adapter, cpu } = backend;
  return (
    <dl className="facts">
      <dt>{t('facts.backend')}</dt>
      <dd>{backend.backend}</dd>
      {cpu ? (
        <CpuFacts cpu={cpu} />
      ) : (
        <>
          <dt>{t('facts.adapter')}</dt>
          <dd>{adapter === '' ? t('common:unknown') : adapter}</dd>
        </>
      )}
      <dt>{t(cpu ? 'facts.tensor' : 'facts.binding')}</dt>
      <dd>{maxBindingBytes === null ? t('facts.noLimit') : bytes(maxBindingBytes)}</dd>
      {memory && (
        <>
          <dt>{t('facts.tensors')}</dt>
          <dd>{t('facts.tensorsText', { n: count(memory.tensors), bytes: bytes(memory.bytes) })}</dd>
        </>
      )}
    </dl>
  );
}

function Attempt({ attempt }: { readonly attempt: BackendAttempt }) {
  const { t } = useTranslation('device');
  const { backend, accepted, reason, detail } = attempt;
  return (
    <li>
      <span className={accepted ? 'attempt-sign attempt-ok' : 'attempt-sign'} aria-hidden="true">
        {accepted ? '✓' : '✕'}
      </span>
      <b>{backend}</b>
      <span>{reason === null ? t('accepted') : t(`reasons.${reason}`)}</span>
      {detail !== '' && <span className="mono detail">{detail}</span>}
    </li>
  );
}

const backendChoices = ['auto', ...backendIds] as const;

/** Choosing a backend restarts the engine, so it is offered only while nothing is running. */
function BackendChoice() {
  const { t } = useTranslation('device');
  const { setSettings } = useActions();
  const chosen = useLab((state) => state.settings.backend);
  const busy = useLab((state) => isBusy(state) && state.status !== 'loading');
  const options = backendChoices.map((id) => ({ id, label: id === 'auto' ? t('best') : id }));
  return (
    <>
      <h3>{t('use')}</h3>
      <Segments
        label={t('use')}
        value={chosen}
        isDisabled={busy}
        onChange={(backend) => setSettings({ backend })}
        options={options}
      />
      <p className="note">{t(busy ? 'useBusy' : 'useHelp')}</p>
    </>
  );
}

export function DeviceDetails() {
  const { t } = useTranslation('device');
  const backend = useLab((state) => state.backend);
  const startError = useLab((state) => state.startError);
  const attempts = backend?.attempts ?? startError?.attempts ?? [];
  const second = backend?.backend === 'webgl' && !backend.software;
  return (
    <div className="device">
      <Heading slot="title" level={2}>
        {t('title')}
      </Heading>
      {backend?.software && (
        <Notice tone="warn" title={t('softwareTitle')}>
          <p>{t('software')}</p>
        </Notice>
      )}
      {second && (
        <Notice tone="warn" title={t('notFirstTitle')}>
          <p>{t('notFirst')}</p>
        </Notice>
      )}
      {backend?.cpu && <CpuAdvice />}
      <Facts />
      {attempts.length > 0 && (
        <>
          <h3>{t('tried')}</h3>
          <ol className="attempts">
            {attempts.map((attempt) => (
              <Attempt key={attempt.backend} attempt={attempt} />
            ))}
          </ol>
        </>
      )}
      <BackendChoice />
      <KernelsReport />
      <SelfCheckReport />
    </div>
  );
}
