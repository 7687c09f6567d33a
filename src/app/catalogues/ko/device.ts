import type { device as source } from '../en/device';
import type { Words } from '../words';

export const device: Words<typeof source> = {
  title: '장치',
  looking: '장치를 찾는 중 …',
  none: '장치 없음',
  slow: '소프트웨어: 느림',
  open: '장치: {{device}}. 시도한 백엔드와 그 이유',
  softwareTitle: 'GPU를 사용하지 않고 있습니다',
  software:
    '그래픽 카드의 계산을 프로세서가 대신합니다. 모두 작동하지만 훨씬 느립니다. 처음에는 LeNet-5와 적은 이미지로 살펴보고, 본격적인 훈련은 GPU를 쓸 수 있는 브라우저에서 하세요.',
  notFirstTitle: '가장 빠른 백엔드가 아닙니다',
  notFirst: 'WebGPU를 쓰지 못했습니다. 이유는 아래 목록에 있습니다.',
  facts: {
    backend: '백엔드',
    adapter: '어댑터',
    binding: '바인딩할 수 있는 최대 버퍼',
    noLimit: '한도 없음',
    tensors: '현재 텐서',
    tensorsText: '텐서 {{n}}개, {{bytes}}',
  },
  tried: '시도한 순서',
  accepted: '사용 중',
  reasons: {
    unsupported: '이 브라우저에 없습니다',
    'no-adapter': '브라우저가 어댑터를 제공하지 않습니다',
    'init-failed': '시작하지 못했습니다',
    'not-asked': '요청되지 않았습니다',
    'self-check': '계산이 올바르지 않습니다',
  },
  check: '자체 점검',
  checkPassed:
    '작은 순전파·역전파 결과가 CPU 백엔드와 일치합니다. 모든 상대 오차가 {{tolerance}} 이하입니다. 걸린 시간: {{time}}.',
  checkFailed:
    '작은 순전파·역전파 결과가 CPU 백엔드와 일치하지 않습니다. {{tolerance}}를 넘는 오차가 있어 훈련할 수 없습니다.',
  checkReference: 'CPU 백엔드는 다른 백엔드를 점검하는 기준이므로, 비교할 대상이 없습니다.',
  checkRunning: '자체 점검을 하는 중 …',
  quantity: '항목',
  relative: '상대 오차',
  use: '사용할 백엔드',
  best: '가장 좋은 것',
  useHelp: '다른 것을 고르면 엔진이 다시 시작됩니다. 여기서 훈련한 모델은 사라지고 이미지는 그대로 남습니다.',
  useBusy: '다른 백엔드를 고르려면 실행을 중지하세요.',
};
