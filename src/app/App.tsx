/** The whole page: the bar on top and the five places under it. Page side; knows the panels, the store only through `lab`. */
import { useEffect, type ComponentType } from 'react';
import { I18nProvider } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { DataPanel } from '../panels/data';
import { EvaluatePanel } from '../panels/evaluate';
import { ExplorePanel } from '../panels/explore';
import { LabContext, type Lab } from '../panels/lab';
import { TeacherNote } from '../panels/lesson';
import { ModelPanel } from '../panels/model';
import { goToPlace, PlaceNote } from '../panels/shared';
import { TrainPanel } from '../panels/train';
import { ErrorBoundary } from './ErrorBoundary';
import { useLanguage } from './LanguageSwitch';
import { placeIds, type PlaceId } from './places';
import { ShellNotices } from './ShellNotices';
import { TopBar } from './TopBar';
import { Coach } from './tour/Coach';
import { useTour } from './tour/useTour';
import './tokens.css';
import './shell.css';

const panels: Readonly<Record<PlaceId, ComponentType>> = {
  data: DataPanel,
  model: ModelPanel,
  train: TrainPanel,
  evaluate: EvaluatePanel,
  explore: ExplorePanel,
};

function Place({ id }: { readonly id: PlaceId }) {
  const { t } = useTranslation('shell');
  const Panel = panels[id];
  return (
    <section id={id} className="place" tabIndex={-1} aria-label={t(`places.${id}`)}>
      <ErrorBoundary>
        <PlaceNote value={<TeacherNote place={id} />}>
          <Panel />
        </PlaceNote>
      </ErrorBoundary>
    </section>
  );
}

interface PageProps {
  /** Where it opens; null: at its top. */
  readonly place: PlaceId | null;
}

function Page({ place }: PageProps) {
  useEffect(() => {
    if (place) goToPlace(place, 'instant');
  }, [place]);
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
        {placeIds.map((id) => (
          <Place key={id} id={id} />
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

/** Call `initI18n` first. */
export function App({ lab, place = null }: { readonly lab: Lab } & Partial<PageProps>) {
  return (
    <LabContext value={lab}>
      <Page place={place} />
    </LabContext>
  );
}
