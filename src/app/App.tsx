/**
 * The whole page: the bar on top and the five sections under it. Page side; knows the sections'
 * panels, and the store only through `lab`.
 */
import { useEffect, type ComponentType } from 'react';
import { I18nProvider } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { DataPanel } from '../ui/data/DataPanel';
import { EvaluatePanel } from '../ui/evaluate';
import { ExplorePanel } from '../ui/explore/ExplorePanel';
import { LabContext, type Lab } from '../ui/lab';
import { TeacherNote } from '../ui/classroom/TeacherNote';
import { ModelPanel } from '../ui/model/ModelPanel';
import { goToSection, SectionNote } from '../ui/shared';
import { TrainPanel } from '../ui/train';
import { ErrorBoundary } from './ErrorBoundary';
import { useLanguage } from './LanguageSwitch';
import { sectionIds, type SectionId } from './sections';
import { ShellNotices } from './ShellNotices';
import { TopBar } from './TopBar';
import { Coach } from './tour/Coach';
import { useTour } from './tour/useTour';
import './tokens.css';
import './shell.css';

const panels: Readonly<Record<SectionId, ComponentType>> = {
  data: DataPanel,
  model: ModelPanel,
  train: TrainPanel,
  evaluate: EvaluatePanel,
  explore: ExplorePanel,
};

function Section({ id }: { readonly id: SectionId }) {
  const { t } = useTranslation('shell');
  const Panel = panels[id];
  return (
    <section id={id} className="place" tabIndex={-1} aria-label={t(`places.${id}`)}>
      <ErrorBoundary>
        <SectionNote value={<TeacherNote section={id} />}>
          <Panel />
        </SectionNote>
      </ErrorBoundary>
    </section>
  );
}

interface PageProps {
  /** The section to open at; null: the top of the page. */
  readonly section: SectionId | null;
}

function Page({ section }: PageProps) {
  useEffect(() => {
    if (section) goToSection(section, 'instant');
  }, [section]);
  const { t } = useTranslation('shell');
  const language = useLanguage();
  const tour = useTour();
  return (
    <I18nProvider locale={language === 'ko' ? 'ko-KR' : 'en-US'}>
      <a className="skip" href="#data">
        {t('skip')}
      </a>
      <TopBar language={language} tour={tour} />
      <main className="places">
        <ShellNotices tour={tour} />
        {sectionIds.map((id) => (
          <Section key={id} id={id} />
        ))}
        <footer className="page-foot">
          {t('foot')}{' '}
          <a href="./licences.txt" target="_blank" rel="noreferrer">
            {t('licences')}
          </a>
        </footer>
      </main>
      {tour.isOn && <Coach onEnd={tour.end} />}
    </I18nProvider>
  );
}

/** The page. Call `initI18n` first. */
export function App({ lab, section = null }: { readonly lab: Lab } & Partial<PageProps>) {
  return (
    <LabContext value={lab}>
      <Page section={section} />
    </LabContext>
  );
}
