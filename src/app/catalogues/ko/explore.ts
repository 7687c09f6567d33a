import type { explore as source } from '../en/explore';
import type { Words } from '../words';

export const explore: Words<typeof source> = {
  title: '탐색',
  lead: '신경망이 배운 것을 안쪽에서 들여다봅니다.',
  filters: {
    title: '첫 층의 필터',
    note: '필터 {{n}}개, {{side}} × {{side}} × 3, 층 {{layer}}',
    explain:
      '첫 합성곱 층은 빨강·초록·파랑을 보므로 각 필터는 작은 컬러 그림이 됩니다. 가중치가 0을 중심으로 고르게 퍼져 있으면 회색이 0을 뜻하며, 층 전체에 하나의 눈금을 씁니다. 훈련 전에는 잡음이고, 잘 훈련되면 경계선, 줄무늬, 색 얼룩이 보입니다.',
    load: '필터 보기',
    again: '지금 상태로 다시 보기',
    none: '아직 모델이 없습니다. 먼저 훈련하세요. 몇 스텝이면 충분합니다.',
    busy: '필터를 보려면 실행을 일시 정지하거나 끝날 때까지 기다리세요.',
    alt: '필터 {{index}}',
  },
  later: {
    title: '아직 만들지 않은 것',
    explain: '나중에 여기에 들어올 기능입니다. 지금은 어느 것도 작동하지 않습니다:',
    maps: '특징 맵: 이미지 한 장이 모든 층을 지나는 모습',
    heat: '히트 맵: 이미지의 어느 부분이 답을 결정했는지',
    own: '내 사진: 사진을 놓으면 신경망이 무엇으로 보는지',
    compare: '실행 비교: 무엇을 바꾸었고 결과가 어떻게 달라졌는지',
    ablate: '층 빼기: 손실과 정확도가 어떻게 되는지',
  },
};
