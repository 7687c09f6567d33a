import type { explore as source } from '../en/explore';
import type { Words } from '../en';

export const explore: Words<typeof source> = {
  title: '탐색',
  lead: '신경망의 내부를 들여다봅니다. 무엇을 배웠는지, 시간이 어디에 쓰이는지 볼 수 있습니다.',
  views: {
    label: '탐색 화면',
    own: '내 사진',
    layers: '층',
    numbers: '수치',
    runs: '실행',
    race: '대결',
    speed: '속도',
  },
  filters: {
    title: '첫 층의 필터',
    note: '필터 {{n}}개, {{side}} × {{side}} × 3, 층 {{layer}}',
    explain:
      '첫 합성곱 층은 빨강·초록·파랑을 보므로 필터 하나하나가 작은 컬러 그림이 됩니다. 가중치가 0을 중심으로 고르게 퍼져 있으면 회색이 0을 뜻하며, 층 전체에 같은 눈금을 씁니다. 훈련 전에는 노이즈이고, 잘 훈련되면 경계선, 줄무늬, 색 덩어리가 보입니다.',
    load: '필터 보기',
    again: '지금 상태로 다시 보기',
    alt: '필터 {{index}}',
    moment: '시점',
    moments: { now: '지금', start: '첫 스텝 전', change: '차이' },
    scale: {
      now: '검은색은 −{{extent}}, 흰색은 +{{extent}}입니다.',
      start: '시드로 정해진 초기 가중치입니다. 검은색은 −{{extent}}, 흰색은 +{{extent}}입니다.',
      change:
        '지금 가중치에서 초기 가중치를 뺀 값이며, 눈금이 따로 있습니다. 회색은 변하지 않은 곳이고, 검은색은 −{{extent}}, 흰색은 +{{extent}}입니다.',
    },
    unknown:
      '이 필터가 첫 스텝 전에 어떤 값이었는지 알 수 없습니다. 모델을 파일에서 가져왔거나, 실습실의 이전 버전에서 저장한 실행입니다.',
  },
  speed: {
    title: '속도',
    explain:
      '이 장치가 행렬을 얼마나 빨리 곱하는지, 각 층이 순전파, 역전파, 가중치 갱신에서 그 속도의 얼마만큼을 내는지 측정합니다. 무작위 이미지와 별도의 모델을 쓰므로 훈련한 모델은 그대로입니다.',
    plan: '측정 대상: {{model}}, 배치 {{batch}}. 둘 다 훈련 영역에서 고릅니다.',
    slow: 'GPU를 사용하지 않고 있어 큰 신경망은 1분 이상 걸립니다. 먼저 LeNet-5나 작은 배치를 고르세요.',
    measure: '속도 측정',
    again: '속도 다시 측정',
    stop: '측정 중지',
    tuning: '이 장치에서 커널 측정 중',
    compiling: '셰이더 컴파일 중',
    building: '신경망을 만드는 중',
    measuring: '층별로 측정 중',
    parts: '{{total}}개 중 {{n}}개',
    left: '약 {{time}} 남음',
    obstacles: {
      'no-backend': '할 수 없습니다. 올바르게 계산하는 장치가 없습니다. 맨 위의 메시지를 보세요.',
      checking: '장치 점검이 끝날 때까지 기다리세요.',
      busy: '실행 중입니다. 중지하거나 끝날 때까지 기다리세요.',
      measuring: '시간을 잴 수 있을 때까지 각 층을 반복하여 실행합니다.',
    },
    best: '가장 빠른 행렬 곱, {{side}}³',
    step: '훈련 스텝 하나, 배치 {{batch}}',
    images: '훈련 속도',
    on: '{{model}}, 배치 {{batch}}, {{optimizer}}; {{device}}.',
    where: '시간이 쓰이는 곳',
    longest: '가장 오래 걸리는 부분: {{parts}}',
    part: '{{layer}} {{pass}} {{share}}',
    byPass: '단계별 시간',
    passes: {
      forward: '순전파',
      dX: 'dX, 입력 기울기',
      dW: 'dW, 가중치 기울기',
      backward: '역전파',
      update: '갱신',
    },
    all: '모든 변수',
    table: '층과 단계별 시간',
    columns: {
      layer: '층',
      pass: '단계',
      time: '시간',
      share: '합계 대비',
      rate: '속도',
      ofBest: '최고 대비',
    },
    alone:
      '층마다 따로 측정하므로 합계({{sum}})는 실제 훈련 스텝({{step}})과 다릅니다. 스텝에는 이미지 준비와 손실 계산이 더 들어가고, GPU는 이어지는 작업을 겹쳐서 처리합니다. 곱셈-누산(MAC) 하나를 연산 두 번으로 셉니다. ‘최고 대비’는 이 장치의 가장 빠른 행렬 곱과 비교한 값입니다. CPU 엔진은 채널이 많은 3 × 3, 5 × 5 합성곱을 Winograd 방법으로 계산하여 실제 연산이 여기서 센 것보다 적으므로 100 %를 넘기도 합니다.',
  },
};
