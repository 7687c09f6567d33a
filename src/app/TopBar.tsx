/**
 * The bar that stays on screen: sections, device, language, theme; and the run's line with its
 * state, numbers, buttons and progress.
 */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { DeviceChip } from '../ui/device/DeviceChip';
import { useLab } from '../ui/lab';
import { Progress } from '../ui/shared';
import { percent } from '../lib/units';
import { runProgress } from '../store/selectors';
import type { LabState } from '../store/state';
import type { Language } from '../i18n';
import { LanguageSwitch } from './LanguageSwitch';
import { SectionNav } from './SectionNav';
import { RunButtons } from './RunButtons';
import { RunFacts } from './RunFacts';
import { ThemeSwitch } from './ThemeSwitch';
import { HelpMenu } from './tour/HelpMenu';
import type { Tour } from './tour/useTour';

/** Tells the style sheet the bar's height, so that a link to a section does not stop under it. */
function useHeightVariable() {
  const bar = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = bar.current;
    if (!element) return undefined;
    const announce = () =>
      document.documentElement.style.setProperty('--top-height', `${element.offsetHeight}px`);
    // Right away: a link may go to a section before the observer first reports.
    announce();
    const observer = new ResizeObserver(announce);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return bar;
}

/** What the thin bar shows, 0 … 1; null: running, without a measure. */
function fractionOf(state: LabState): number | null {
  const { status, evaluating, profiling, estimating, dataProgress } = state;
  if (status === 'compiling') return null;
  if (status === 'profiling') return profiling ? profiling.done / profiling.total : null;
  if (status === 'estimating') return estimating ? estimating.done / estimating.total : null;
  if (evaluating) return evaluating.images / Math.max(evaluating.imagesTotal, 1);
  if (!state.split && dataProgress) return dataProgress.bytes / Math.max(dataProgress.bytesTotal, 1);
  return runProgress(state)?.fraction ?? 0;
}

function RunState() {
  const { t } = useTranslation('shell');
  const status = useLab((state) => state.status);
  return (
    <output className="run-state" data-testid="run-status" data-status={status}>
      {t(`status.${status}`)}
    </output>
  );
}

function RunBar() {
  const { t } = useTranslation('shell');
  const fraction = useLab(fractionOf);
  const loading = useLab((state) => !state.split);
  const label = t(loading ? 'run.dataProgress' : 'run.progress');
  return (
    <div className="run-bar">
      <Progress
        bare
        label={label}
        value={fraction}
        max={1}
        text={fraction === null ? '…' : percent(fraction, 0)}
      />
    </div>
  );
}

interface TopBarProps {
  readonly language: Language;
  readonly tour: Tour;
}

export function TopBar({ language, tour }: TopBarProps) {
  const { t } = useTranslation('shell');
  const bar = useHeightVariable();
  return (
    <header className="top" ref={bar}>
      <div className="top-row">
        <h1 className="brand">{t('title')}</h1>
        <SectionNav />
        <div className="top-tools">
          <DeviceChip />
          <LanguageSwitch language={language} />
          <ThemeSwitch />
          <HelpMenu onVisit={tour.start} button={tour.helpButton} />
        </div>
      </div>
      <section className="run-line" aria-label={t('run.label')}>
        <RunState />
        <RunFacts />
        <RunButtons />
        <RunBar />
      </section>
    </header>
  );
}
