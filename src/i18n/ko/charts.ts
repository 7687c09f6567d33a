import type { charts as source } from '../en/charts';
import type { Words } from '../en';

export const charts: Words<typeof source> = {
  table: '표',
  png: 'PNG',
  csv: 'CSV',
  earlierRows_other: '마지막 행들만 표시합니다. 그 앞의 {{n}}개 행은 CSV 파일에 있습니다.',
  tool: '{{tool}}: {{title}}',
  drawFailed: '그래프를 그릴 수 없습니다',
  loss: '손실',
  accuracy: '정확도',
  epoch: '에포크',
  epochs: '에포크 ÷ {{stride}} (점 하나: {{stride}}에포크의 평균)',
  step: '스텝',
  steps: '스텝 ÷ {{stride}} (점 하나: {{stride}}스텝의 평균)',
  nats: '교차 엔트로피, nat',
  share: '이미지 비율',
  perEpoch: '에포크별',
  perStep: '스텝별',
  scale: '곡선',
  noEpochs: '첫 에포크가 끝나면 첫 점이 나타납니다. 그 전의 스텝은 ‘스텝별’에서 볼 수 있습니다.',
  noSteps: '첫 스텝부터 곡선이 나타납니다.',
  epochAlt: '에포크별 {{title}}. 에포크 {{epoch}}: {{values}}.',
  bestAlt: '가장 낮은 val_loss는 에포크 {{epoch}}의 {{value}}입니다.',
  stepAlt: '스텝별 {{title}}, {{steps}}스텝. 최근 값: {{value}}.',
};
