/** What a run needs: memory for a step, its largest tensor, storage for its saves. Page side. */
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { bytes, count } from '../../lib/units';
import { fitsMemory, largestBindings, needsOf, networkFor, type LimitedBinding } from '../../network';
import type { BackendReport } from '../../protocol/device';
import { ownKernels, storageFit } from '../../store/preflight';
import { useLab } from '../lab';
import { Notice } from '../shared';

function Row({ label, value, children }: { label: string; value: string; children?: ReactNode }) {
  return (
    <div className="need">
      <dt>{label}</dt>
      <dd>
        <b>{value}</b>
        {children}
      </dd>
    </div>
  );
}

/**
 * Bytes of memory that the browser reports, rounded and capped at some gigabytes; null if it
 * reports none.
 */
function systemMemory(): number | null {
  if (typeof navigator === 'undefined') return null;
  // Only in Chromium: https://www.w3.org/TR/device-memory/
  const { deviceMemory } = navigator as Navigator & { readonly deviceMemory?: number };
  return deviceMemory === undefined ? null : deviceMemory * 2 ** 30;
}

/** What is known about the available memory. */
function Available({ backend }: { readonly backend: BackendReport | null }) {
  const { t } = useTranslation('preflight');
  if (!backend) return null;
  if (backend.backend === 'webgpu') return t('memory.webgpu');
  const { cpu } = backend;
  const system = systemMemory();
  const systemText = system !== null && t('memory.system', { memory: bytes(system) });
  if (!cpu) return systemText || t('memory.unknown');
  return (
    <>
      {t('memory.cpu', { limit: bytes(cpu.maxMemoryBytes) })} {systemText}
    </>
  );
}

function Memory() {
  const { t } = useTranslation('preflight');
  const experiment = useLab((state) => state.experiment);
  const backend = useLab((state) => state.backend);
  const needs = useMemo(() => needsOf(experiment), [experiment]);
  const cpu = backend?.cpu;
  const refused = cpu !== undefined && !fitsMemory(needs, cpu.maxMemoryBytes);
  const parts = (['weights', 'gradients', 'slots', 'best', 'activations', 'images'] as const)
    .filter((part) => needs[part] > 0)
    .map((part) => t(`memory.${part}`, { size: bytes(needs[part]), batch: count(experiment.batch) }));
  return (
    <Row
      label={t('memory.label')}
      value={t(ownKernels(backend) ? 'memory.about' : 'memory.minimum', { size: bytes(needs.step) })}
    >
      <span className="note">
        {parts.join(', ')}. {!refused && <Available backend={backend} />}
      </span>
      {refused && (
        <span className="need-bad">{t('memory.refused', { limit: bytes(cpu.maxMemoryBytes) })}</span>
      )}
    </Row>
  );
}

const tooLarge = ({ bytes: size, limit }: LimitedBinding): boolean => limit !== null && size > limit;

function LargestTensor() {
  const { t } = useTranslation('preflight');
  const experiment = useLab((state) => state.experiment);
  const backend = useLab((state) => state.backend);
  if (!backend) return null;
  const bindings = largestBindings(networkFor(experiment), experiment.batch, backend);
  const shown = bindings.find(tooLarge) ?? bindings[0];
  if (!shown || shown.limit === null) return null;
  const values = {
    layer: shown.layer,
    size: bytes(shown.bytes),
    limit: bytes(shown.limit),
    batch: count(experiment.batch),
  };
  return (
    <Row label={t('largest.label')} value={t(`largest.${shown.kind}`, values)}>
      <span className={tooLarge(shown) ? 'need-bad' : 'note'}>
        {t(tooLarge(shown) ? 'largest.refused' : 'largest.fits', values)}
      </span>
    </Row>
  );
}

function Storage() {
  const { t } = useTranslation('preflight');
  const experiment = useLab((state) => state.experiment);
  const runs = useLab((state) => state.runs);
  const persistence = useLab((state) => state.persistence);
  const { saved, snapshot } = useMemo(() => needsOf(experiment), [experiment]);
  const fit = useMemo(() => storageFit({ runs }, experiment), [runs, experiment]);
  const values = { needed: bytes(saved), free: bytes(fit?.free ?? 0), snapshot: bytes(snapshot) };
  return (
    <Row label={t('storage.label')} value={t(fit ? 'storage.of' : 'storage.needed', values)}>
      <span className="note">
        {t('storage.twice', values)} {persistence && t(`storage.${persistence}`)}
      </span>
    </Row>
  );
}

/** What would happen to a run whose snapshots do not fit. */
function TooLarge() {
  const { t } = useTranslation('preflight');
  const experiment = useLab((state) => state.experiment);
  const runs = useLab((state) => state.runs);
  const fit = useMemo(() => storageFit({ runs }, experiment), [runs, experiment]);
  if (!fit || fit.fits) return null;
  const values = { needed: bytes(fit.needed), free: bytes(fit.free) };
  return (
    <Notice tone="warn" title={t('storage.unprotected')}>
      <p data-testid="no-room">{t('storage.explain', values)}</p>
      {(runs?.runs.length ?? 0) > 0 && <p>{t('storage.delete')}</p>}
    </Notice>
  );
}

export function Needs() {
  return (
    <>
      <dl className="needs" data-testid="needs">
        <Memory />
        <LargestTensor />
        <Storage />
      </dl>
      <TooLarge />
    </>
  );
}
