import type { trained as source } from '../en/trained';
import type { Words } from '../en';

export const trained: Words<typeof source> = {
  none: '아직 모델이 없습니다',
  shows: {
    evaluate:
      '모델이 처음 보는 이미지를 얼마나 맞히는지, 어떤 클래스를 혼동하는지, 각 수치에 어떤 이미지가 들어 있는지 보는 곳입니다.',
    explore:
      '모델의 내부를 들여다보는 곳입니다. 필터, 이미지의 특징 맵, 예측의 근거가 된 부분, 직접 고른 사진에 대한 예측을 볼 수 있습니다.',
  },
  open: '훈련된 모델 열기',
  facts: '{{model}}, {{epochs}}에포크, val_acc {{valAcc}}, {{size}}',
  isOpen: '지금 열려 있음: {{facts}}',
  train: '훈련으로 가기',
  trainHelp: '모델을 직접 훈련합니다',
  images: '이미지가 준비되면 열립니다',
  progress: '{{total}} 중 {{done}}',
  atHand: '이 페이지가 제공하는 훈련된 모델이 열려 있습니다',
};
