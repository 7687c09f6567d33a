import type { runs as source } from '../en/runs';
import type { Words } from '../en';

export const runs: Words<typeof source> = {
  title: '실행 나란히 보기',
  limit: '최대 {{n}}개',
  explain:
    '저장된 실행을 고르면 곡선을 겹쳐 그리고, 각 실행이 어떻게 끝났는지 표로 보여 줍니다. 지금 진행 중인 실행도 고를 수 있습니다.',
  none: '아직 실행이 없습니다. 실행은 모두 이 브라우저에 저장되며, 저장된 뒤 여기서 고를 수 있습니다.',
  choose: '비교할 실행',
  numbered: '{{n}} · {{name}}',
  seed: '시드 {{seed}}',
  unsaved: '저장되지 않음',
  part: '이미지',
  perEpoch: '에포크별',
  alt: '에포크별 {{figure}}. 마지막 값: {{values}}.',
  noEpochs: '고른 실행 가운데 한 에포크를 마친 것이 없습니다.',
  single:
    '한 에포크만 훈련한 실행은 점 하나여서 선과 함께 그리지 않습니다. 값은 그래프 아래와 표에 있습니다.',
  outcomes: '각 실행의 마지막 값과 가장 좋은 값',
  first: '첫 실행',
  same: '같은 실험',
  sameLonger: '같은 실험, 끝난 에포크 {{from}} → {{to}}',
  columns: {
    run: '실행',
    changes: '첫 실행과 다른 점',
    epochs: '에포크',
    bestValLoss: '가장 낮은 val_loss',
    bestValAcc: '그때의 val_accuracy',
    bestEpoch: '그때의 에포크',
    time: '시간',
  },
};
