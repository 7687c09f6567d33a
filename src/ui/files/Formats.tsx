/** The file formats, each with the program that opens it, how, and its size. Page side. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Experiment } from '../../experiment/schema';
import { bytes } from '../../lib/units';
import {
  exportBytes,
  exportFormats,
  fileExtensions,
  foreignToTfjs,
  networkFor,
  withOptimizer,
  type ExportFormat,
} from '../../network';
import { useActions, useLab } from '../lab';
import { Action, Toggle } from '../shared';
import { TransferNotice } from './RunTransfer';

/** The line of code that opens a file with this name. */
const lineFor: Readonly<Record<ExportFormat, (file: string) => string>> = {
  keras: (file) => `keras.models.load_model("${file}")`,
  weights: (file) => `model.load_weights("${file}")`,
  safetensors: (file) => `safetensors.numpy.load_file("${file}")`,
  tfjs: () => 'await tf.loadLayersModel("model.json")',
  history: (file) => `pandas.read_csv("${file}")`,
  cluster: () => 'python train.py --strategy multi-worker',
};

interface FormatsProps {
  /** Id of a saved run; null for the loaded model. */
  readonly id: string | null;
  /** The experiment that the model was trained with. */
  readonly experiment: Experiment;
  readonly isDisabled: boolean;
}

interface FormatProps extends FormatsProps {
  readonly format: ExportFormat;
  readonly optimizer: boolean;
}

function Format({ id, experiment, isDisabled, format, optimizer }: FormatProps) {
  const { t } = useTranslation('download');
  const { exportModel } = useActions();
  const [confirming, setConfirming] = useState(false);
  // The name of the last saved file; used below if it is of this format.
  const saved = useLab(({ transfer }) =>
    transfer?.origin === (id === null ? 'model' : 'runs') && transfer.end?.type === 'exported'
      ? transfer.end.fileName
      : '',
  );
  const ending = fileExtensions[format];
  const file = confirming && saved.endsWith(ending) ? saved : experiment.model + ending;
  const network = networkFor(experiment);
  const name = t(`format.${format}`);
  const foreign = format === 'tfjs' ? foreignToTfjs(network) : null;
  const classFirst = format === 'keras' && network.layers.some(({ kind }) => kind === 'lrn');
  const size = exportBytes(network, format, withOptimizer(format, optimizer) ? experiment.optimizer : null);
  return (
    <li data-format={format}>
      <div>
        <strong>{name}</strong>
        {size > 0 && <span className="note"> {t('size', { size: bytes(size) })}</span>}
        <p>{foreign === null ? t(`opens.${format}`) : t('noTfjs', { layer: foreign })}</p>
        {classFirst && <p>{t('classFirst')}</p>}
        {foreign === null && (
          <code className="mono" translate="no">
            {lineFor[format](file)}
          </code>
        )}
      </div>
      <Action
        isDisabled={isDisabled || foreign !== null}
        onPress={() => {
          setConfirming(true);
          exportModel(id, { format, optimizer });
        }}
        aria-label={t('get', { format: name })}
      >
        {t('title')}
      </Action>
    </li>
  );
}

export function Formats(props: FormatsProps) {
  const { t } = useTranslation('download');
  const [optimizer, setOptimizer] = useState(false);
  return (
    <div className="download" data-testid="download">
      {props.id !== null && <TransferNotice of="runs" />}
      <Toggle
        label={t('optimizer')}
        help={t('optimizerHelp')}
        value={optimizer}
        isDisabled={props.isDisabled}
        onChange={setOptimizer}
      />
      <ul>
        {exportFormats.map((format) => (
          <Format key={format} {...props} format={format} optimizer={optimizer} />
        ))}
      </ul>
    </div>
  );
}
