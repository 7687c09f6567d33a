import type { compare as source } from '../en/compare';
import type { Words } from '../en';

export const compare: Words<typeof source> = {
  title: 'Keras와 비교',
  loading: '수치를 불러오는 중 …',
  what: '같은 실험을 두 번 했습니다. 한 번은 컴퓨터의 프로세서에서 Keras로, 한 번은 같은 컴퓨터의 브라우저에서 이 페이지로 실행했습니다. 이미지와 그 순서, 초기 가중치, 옵티마이저가 모두 같고 드롭아웃은 쓰지 않았습니다.',
  apart:
    '둘은 같은 손실에서 시작합니다. Adam이 반올림 오차를 키우므로 스텝이 지날수록 차이가 커집니다. TensorFlow의 프로세서용 라이브러리 oneDNN을 끈 Keras는 더하는 순서가 달라, 원래의 Keras와 마찬가지로 차이가 벌어집니다.',
  engine:
    'WebAssembly는 이 페이지의 CPU 엔진입니다. Keras처럼 프로세서에서 직접 계산하므로 걸린 시간을 Keras와 비교할 수 있습니다.',
  cpu: '여기서 쓴 WebGPU와 WebGL 어댑터는 프로세서가 그래픽 카드를 흉내 내는 소프트웨어입니다. 이 시간으로는 실제 그래픽 카드의 속도를 알 수 없습니다.',
  faster: '이 컴퓨터에서는 모든 경우에 Keras가 더 빨랐습니다.',
  experiment:
    '{{side}}픽셀 이미지: 훈련 {{train}}장, 검증 {{val}}장, 테스트 {{test}}장. 배치 크기 {{batch}}, {{epochs}}에포크, Adam.',
  measured: '{{day}}에 측정.',
  try: '이 실험을 새 탭에서 열기',
  tableOf: '{{title}}의 수치',
  withoutOneDnn: '{{program}}, oneDNN 없이',
  unnamed: '브라우저가 어댑터 이름을 알려 주지 않음',
  unnamedOn: '브라우저가 어댑터 이름을 알려 주지 않음(브라우저를 시작한 드라이버: {{driver}})',
  picture:
    '{{title}}: Keras와 {{others}}의 {{steps}}스텝 손실 곡선을 겹쳐 그린 그림입니다. Keras의 평균 손실은 첫 에포크에 {{first}}, 마지막 에포크에 {{last}}이며, 어느 스텝에서도 차이는 {{all}} 이하입니다. 아래는 스텝별 Keras와의 차이(로그 눈금)입니다.',
  rows: {
    head: '항목',
    device: '프로세서 또는 어댑터',
    threads: '스레드',
    loss: 'loss, 첫 에포크 → 마지막',
    valLoss: 'val_loss, 마지막 에포크',
    testLoss: '테스트 손실',
    testAcc: '테스트 정확도',
    one: 'Keras 손실과의 차이, 스텝 1',
    ten: '최대 차이, 스텝 1~10',
    all: '최대 차이, 전체 {{steps}}스텝',
    epoch: '검증을 포함한 에포크 시간, 첫 에포크 → 마지막',
    step: '훈련 스텝 하나의 시간',
    slower: 'Keras 대비 스텝 시간',
  },
};
