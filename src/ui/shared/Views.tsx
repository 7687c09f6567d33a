/** The views of a section under a row of tabs: one is shown, the others keep their state. */
import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useView, type ViewId, type ViewSection } from './viewAddress';

interface View<Id extends string> {
  readonly id: Id;
  readonly title: string;
  readonly content: ReactNode;
}

interface ViewsProps<S extends ViewSection> {
  readonly section: S;
  /** For screen readers: what is chosen here. */
  readonly label: string;
  readonly views: readonly [View<ViewId<S>>, ...View<ViewId<S>>[]];
}

export function Views<S extends ViewSection>({ section, label, views }: ViewsProps<S>) {
  const [shown, show] = useView(
    section,
    views.map(({ id }) => id),
  );
  return (
    <Tabs className="views" selectedKey={shown} onSelectionChange={(key) => show(key as ViewId<S>)}>
      <TabList className="view-tabs" aria-label={label}>
        {views.map(({ id, title }) => (
          <Tab key={id} id={id} className="view-tab">
            {title}
          </Tab>
        ))}
      </TabList>
      {views.map(({ id, content }) => (
        <TabPanel key={id} id={id} className="view" shouldForceMount>
          {content}
        </TabPanel>
      ))}
    </Tabs>
  );
}
