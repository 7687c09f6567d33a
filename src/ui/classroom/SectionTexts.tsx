/** A text field for each section, for the teacher's texts. */
import { useTranslation } from 'react-i18next';
import { Label, Text, TextArea, TextField } from 'react-aria-components';
import {
  cleanText,
  maxTextLength,
  sectionIds,
  type Classroom,
  type SectionId,
} from '../../experiment/classroom';
import { count } from '../../lib/units';

interface SectionTextsProps {
  readonly say: Classroom['say'];
  readonly onChange: (say: Classroom['say']) => void;
}

function SectionText({ section, say, onChange }: SectionTextsProps & { readonly section: SectionId }) {
  const { t } = useTranslation(['classroom', 'shell']);
  const text = say[section] ?? '';
  const change = (typed: string) => {
    const { [section]: _, ...others } = say;
    onChange(cleanText(typed) === '' ? others : { ...others, [section]: typed });
  };
  return (
    <TextField className="place-text" value={text} onChange={change} maxLength={maxTextLength}>
      <Label>{t(`shell:places.${section}`)}</Label>
      <TextArea rows={2} dir="auto" />
      <Text slot="description" className="help">
        {t('make.left', { n: count(text.length), max: count(maxTextLength) })}
      </Text>
    </TextField>
  );
}

export function SectionTexts(props: SectionTextsProps) {
  const { t } = useTranslation('classroom');
  return (
    <div>
      <h3>{t('make.say')}</h3>
      <p className="note">{t('make.sayHelp', { max: count(maxTextLength) })}</p>
      {sectionIds.map((section) => (
        <SectionText key={section} section={section} {...props} />
      ))}
    </div>
  );
}
