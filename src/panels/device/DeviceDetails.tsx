/** Everything that is known about the device: its facts, what was tried, the self-check, and ways to another backend. */
import { useTranslation } from 'react-i18next';
import { Heading } from 'react-aria-components';
import { backendIds } from '../../experiment/schema';
import { toUrl } from '../../experiment/url';
import { bytes, count } from '../../lib/units';
import type { BackendAttempt } from '../../protocol/events';
import { useLab } from '../lab';
import { Notice } from '../shared';
import { SelfCheckReport } from './SelfCheckReport';

function Facts() {
  const { t } = useTranslation(['device', 'common']);
  const backend = useLab((state) => state.backend);
  const memory = useLab((state) => state.memory);
  if (!backend) return null;
  const { maxBindingBytes, adapter } = backend;
  return (
    <dl className="facts">
      <dt>{t('facts.backend')}</dt>
      <dd>{backend.backend}</dd>
      <dt>{t('facts.adapter')}</dt>
      <dd>{adapter === '' ? t('common:unknown') : adapter}</dd>
      <dt>{t('facts.binding')}</dt>
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

/** Links, since a backend is chosen once, at the page's start. */
function OtherBackends() {
  const { t } = useTranslation('device');
  const experiment = useLab((state) => state.experiment);
  const settings = useLab((state) => state.settings);
  const address = (backend: typeof settings.backend) => toUrl(experiment, { ...settings, backend }) || '?';
  return (
    <p className="note">
      {t('force')} <a href={address('auto')}>{t('forceAuto')}</a>
      {backendIds.map((id) => (
        <span key={id}>
          {' · '}
          <a href={address(id)}>{id}</a>
        </span>
      ))}
    </p>
  );
}

export function DeviceDetails() {
  const { t } = useTranslation('device');
  const backend = useLab((state) => state.backend);
  const startError = useLab((state) => state.startError);
  const attempts = backend?.attempts ?? startError?.attempts ?? [];
  const second = backend !== null && backend.backend !== 'webgpu';
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
      {second && !backend.software && (
        <Notice tone="warn" title={t('notFirstTitle')}>
          <p>{t('notFirst')}</p>
        </Notice>
      )}
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
      <SelfCheckReport />
      <OtherBackends />
    </div>
  );
}
