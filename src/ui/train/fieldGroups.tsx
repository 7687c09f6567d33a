/**
 * The fields of an experiment, grouped by topic. Only fields that matter for the chosen values are
 * shown. Page side.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { matters } from '../../experiment/effect';
import { modelIds, normIds, optimizerIds, scheduleIds } from '../../experiment/schema';
import { useActions, useLab } from '../lab';
import { FieldHelp } from '../help/FieldHelp';
import { useLock } from '../classroom/locks';
import { Choice, Toggle } from '../shared';
import type { NumberKey } from './formRules';
import { NumberRow } from './NumberRow';

interface GroupProps {
  readonly title: string;
  readonly open?: boolean;
  readonly children: ReactNode;
}

function Group({ title, open = false, children }: GroupProps) {
  return (
    <Disclosure className="field-group" defaultExpanded={open}>
      <Heading level={4}>
        <Button slot="trigger">
          <span className="field-group-mark" aria-hidden="true">
            ▸
          </span>
          {title}
        </Button>
      </Heading>
      <DisclosurePanel>{children}</DisclosurePanel>
    </Disclosure>
  );
}

function Numbers({ fields }: { readonly fields: readonly NumberKey[] }) {
  const experiment = useLab((state) => state.experiment);
  return fields
    .filter((key) => matters(experiment, key))
    .map((key) => (
      <FieldHelp key={key} field={key}>
        <NumberRow field={key} />
      </FieldHelp>
    ));
}

export function NetworkFields() {
  const { t } = useTranslation(['train', 'common', 'help']);
  const { edit } = useActions();
  const model = useLab((state) => state.experiment.model);
  return (
    <Group title={t('groups.network')} open>
      <FieldHelp field="model">
        <Choice
          label={t('help:fields.model.label')}
          value={model}
          onChange={(id) => edit({ model: id })}
          options={modelIds.map((id) => ({ id, label: t(`common:models.${id}`) }))}
          {...useLock('model')}
        />
      </FieldHelp>
      <Numbers fields={['input', 'dropout']} />
      <VariantFields />
      <p className="note experiment-note">
        <a href="#model">{t('seeModel')}</a>
      </p>
    </Group>
  );
}

/** Fields for the variants of an AlexNet. */
function VariantFields() {
  const { t } = useTranslation(['lessons', 'train', 'help']);
  const { edit } = useActions();
  const experiment = useLab((state) => state.experiment);
  const lock = useLock('norm');
  if (!matters(experiment, 'norm')) return null;
  return (
    <>
      <FieldHelp field="norm">
        <Choice
          label={t('help:fields.norm.label')}
          value={experiment.norm}
          onChange={(norm) => edit({ norm })}
          options={normIds.map((id) => ({ id, label: t(`norms.${id}`) }))}
          {...lock}
        />
      </FieldHelp>
      <p className="note">{t('normHelp')}</p>
      <Numbers fields={['convs']} />
      <p className="note">{t('convsHelp')}</p>
    </>
  );
}

export function OptimizerFields() {
  const { t } = useTranslation(['train', 'help']);
  const { edit } = useActions();
  const optimizer = useLab((state) => state.experiment.optimizer);
  const schedule = useLab((state) => state.experiment.schedule);
  return (
    <Group title={t('groups.optimizer')} open>
      <FieldHelp field="optimizer">
        <Choice
          label={t('help:fields.optimizer.label')}
          value={optimizer}
          onChange={(id) => edit({ optimizer: id })}
          options={optimizerIds.map((id) => ({ id, label: t(`optimizers.${id}`) }))}
          {...useLock('optimizer')}
        />
      </FieldHelp>
      <Numbers fields={['lr', 'momentum']} />
      <FieldHelp field="schedule">
        <Choice
          label={t('help:fields.schedule.label')}
          value={schedule}
          onChange={(id) => edit({ schedule: id })}
          options={scheduleIds.map((id) => ({ id, label: t(`schedules.${id}`) }))}
          {...useLock('schedule', t(`scheduleHelp.${schedule}`))}
        />
      </FieldHelp>
      <Numbers fields={['stepEvery', 'stepFactor', 'batch', 'epochs']} />
    </Group>
  );
}

const scales = ['unit', 'standard'] as const;
const labelings = ['true', 'shuffled'] as const;

export function DataFields() {
  const { t } = useTranslation(['train', 'leak', 'help']);
  const { edit } = useActions();
  const experiment = useLab((state) => state.experiment);
  return (
    <Group title={t('groups.data')}>
      <Numbers fields={['train', 'val', 'test']} />
      <FieldHelp field="flip">
        <Toggle
          label={t('help:fields.flip.label')}
          {...useLock('flip', t('flipHelp'))}
          value={experiment.flip}
          onChange={(flip) => edit({ flip })}
        />
      </FieldHelp>
      <Numbers fields={['shift']} />
      <FieldHelp field="scale">
        <Choice
          label={t('help:fields.scale.label')}
          value={experiment.scale}
          onChange={(scale) => edit({ scale })}
          options={scales.map((id) => ({ id, label: t(`scales.${id}`) }))}
          {...useLock('scale', t(`scaleHelp.${experiment.scale}`))}
        />
      </FieldHelp>
      <FieldHelp field="labels">
        <Choice
          label={t('help:fields.labels.label')}
          value={experiment.labels}
          onChange={(labels) => edit({ labels })}
          options={labelings.map((id) => ({ id, label: t(`labelings.${id}`) }))}
          {...useLock('labels', t(`labelHelp.${experiment.labels}`))}
        />
      </FieldHelp>
      <FieldHelp field="leak">
        <Toggle
          label={t('help:fields.leak.label')}
          {...useLock('leak', t('leak:help'))}
          value={experiment.leak}
          onChange={(leak) => edit({ leak })}
        />
      </FieldHelp>
    </Group>
  );
}

export function RunFields() {
  const { t } = useTranslation(['train', 'help']);
  return (
    <Group title={t('groups.run')}>
      <Numbers fields={['earlyStopping', 'reduceLr']} />
      <p className="note">{t('callbackHelp')}</p>
      <Numbers fields={['seed']} />
      <p className="note">{t('seedHelp')}</p>
    </Group>
  );
}
