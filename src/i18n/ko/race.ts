import type { race as source } from '../en/race';
import type { Words } from '../en';

export const race: Words<typeof source> = {
  title: 'LeNet-5 대 AlexNet',
  explain:
    '버튼을 한 번 누르면 LeNet-5와 AlexNet을 같은 시드와 같은 이미지로 차례로 훈련하고, 둘 다 테스트하여 나란히 보여 줍니다. 두 실행 모두 다른 실행처럼 저장됩니다.',
  opponent: 'AlexNet',
  size: '규모',
  sizes: { short: '짧은 대결', form: '입력한 값대로' },
  plan_other:
    '훈련 이미지 {{train}}장, 테스트 이미지 {{test}}장, 배치 크기 {{batch}}, {{epochs}}에포크, 시드 {{seed}}.',
  planOf: '{{model}}: 학습률 {{lr}}.',
  time: '약 {{time}}',
  scaled: '연산량으로 어림하면 약 {{time}}',
  unknown:
    '이 장치에서 걸리는 시간은 아직 알 수 없습니다. 훈련 영역의 ‘실행하기 전에’에서 측정할 수 있습니다.',
  start: '대결 시작',
  again: '다시 대결',
  stop: '대결 중지',
  locked: '수업용 링크로 잠근 항목이 있는 동안에는 할 수 없습니다. 대결을 하면 잠긴 값이 바뀌기 때문입니다.',
  notReady: '이미지가 준비되고 장치 점검이 끝난 뒤, 다른 작업이 없을 때 시작할 수 있습니다.',
  epoch: '{{epochs}}에포크 중 {{epoch}}번째',
  phases: {
    waiting: '{{name}}: 차례를 기다리는 중',
    training: '{{name}}: 훈련 중',
    evaluating: '{{name}}: 테스트 중',
    finished: '✓ {{name}}: 완료',
    failed: '✕ {{name}}: 실패',
    stopped: '– {{name}}: 중지됨',
  },
  table: '대결의 수치',
  measure: '항목',
  measures: {
    params: '파라미터',
    macs: '이미지 한 장 순전파의 MAC 연산',
    bytes: '가중치의 크기',
    imageMs: '훈련에서 이미지 한 장에 걸린 시간',
    seconds: '실행 시간',
    accuracy: '테스트 정확도',
    perMinute: '분당 테스트 정확도',
  },
  perMinute: '분당 {{share}}',
  how: '이미지 한 장에 걸린 시간은 마지막 에포크의 훈련 스텝만으로 구합니다. 실행 시간에는 검증도 들어가며, 분당 정확도는 이 시간으로 나눈 값입니다. 열 개 클래스를 무작위로 추측하면 10 %입니다.',
};
