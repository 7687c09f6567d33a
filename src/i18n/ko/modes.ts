import type { modes as source } from '../en/modes';
import type { Words } from '../en';

export const modes: Words<typeof source> = {
  title: '훈련 정확도와 검증 정확도',
  explain:
    '로그에서는 val_acc가 acc보다 높은 일이 흔합니다. 처음 보는 이미지를 더 잘 맞힌다는 뜻이 아니라, 두 값을 측정하는 방법이 다르기 때문입니다. 여기서는 같은 훈련 이미지를 두 방법으로 모두 측정합니다.',
  compare: '비교하기',
  again: '다시 비교하기',
  what: '측정 대상',
  rows: {
    running: '에포크 {{epoch}}의 acc, 로그에 적힌 값',
    training: '훈련 이미지, 훈련 모드',
    inference: '같은 이미지, 추론 모드',
    val: '검증 이미지, 추론 모드',
  },
  how: {
    running: '가중치가 바뀌는 동안, 에포크의 모든 스텝을 평균한 값입니다. {{on}}',
    training: '이미지 {{images}}장을 지금 가중치로, 학습할 때와 같은 방법으로 측정합니다. {{on}}',
    inference: '이미지 {{images}}장을 같은 가중치로, 검증할 때와 같은 방법으로 측정합니다. {{off}}',
    val: '이미지 {{images}}장을 val_acc와 같은 방법으로 측정합니다.',
  },
  on: '켜짐: {{things}}.',
  off: '꺼짐: {{things}}.',
  none: '드롭아웃, 배치 정규화, 증강이 모두 없어서 훈련 모드와 추론 모드가 같습니다.',
  things: { dropout: '드롭아웃', batch: '배치별 정규화', augmented: '증강' },
  differences: {
    learnt: '에포크 평균과 지금 가중치의 차이: 에포크가 진행되는 동안 배운 만큼입니다.',
    mode: '같은 이미지, 같은 가중치에서 추론 모드와 훈련 모드의 차이: 훈련할 때만 켜지는 것({{things}})의 영향입니다.',
    same: '같은 이미지, 같은 가중치에서 추론 모드와 훈련 모드의 차이: 여기서는 두 모드가 같습니다.',
    gap: '검증 이미지와 훈련 이미지의 차이(둘 다 추론 모드): 음수이면 신경망이 훈련 이미지를 더 잘 안다는 뜻, 곧 과적합입니다.',
  },
  uncertain: '(이미지 수가 적어 우연과 구별할 수 없습니다.)',
};
