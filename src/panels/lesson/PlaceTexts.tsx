/** A text of the teacher's for each place, as it is typed. */
import { useTranslation } from 'react-i18next';
import { Label, Text, TextArea, TextField } from 'react-aria-components';
import { cleanText, mostTextLength, placeIds, type Lesson, type PlaceId } from '../../experiment/lesson';
import { count } from '../../lib/units';

interface PlaceTextsProps {
  readonly say: Lesson['say'];
  readonly onChange: (say: Lesson['say']) => void;
}

function PlaceText({ place, say, onChange }: PlaceTextsProps & { readonly place: PlaceId }) {
  const { t } = useTranslation(['lesson', 'shell']);
  const text = say[place] ?? '';
  const change = (typed: string) => {
    const { [place]: _, ...others } = say;
    onChange(cleanText(typed) === '' ? others : { ...others, [place]: typed });
  };
  return (
    <TextField className="place-text" value={text} onChange={change} maxLength={mostTextLength}>
      <Label>{t(`shell:places.${place}`)}</Label>
      <TextArea rows={2} dir="auto" />
      <Text slot="description" className="help">
        {t('make.left', { n: count(text.length), most: count(mostTextLength) })}
      </Text>
    </TextField>
  );
}

export function PlaceTexts(props: PlaceTextsProps) {
  const { t } = useTranslation('lesson');
  return (
    <div>
      <h3>{t('make.say')}</h3>
      <p className="note">{t('make.sayHelp', { most: count(mostTextLength) })}</p>
      {placeIds.map((place) => (
        <PlaceText key={place} place={place} {...props} />
      ))}
    </div>
  );
}
