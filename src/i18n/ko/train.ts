import type { train as source } from '../en/train';
import type { Words } from '../en';
import { came, differences, transfer } from './transfer';

export const train: Words<typeof source> = {
  title: '훈련',
  lead: '{{model}} · 파라미터 {{params}}개 · 훈련 이미지 {{train}}장, 검증 이미지 {{val}}장',
  experiment: '실험',
  preset: '시작점',
  presets: {
    own: { name: '직접 정한 값', help: '어느 프리셋과도 값이 하나 이상 다릅니다.' },
    reference: {
      name: '실습 기준',
      help: 'AlexNet을 227 × 227픽셀 이미지 40,000장으로 625스텝씩 10에포크 훈련합니다. 수업 노트북과 같습니다. GPU에 알맞으며, CPU로는 몇 시간이 걸립니다.',
    },
    lenet: { name: 'LeNet-5, 전체 이미지', help: '비교용입니다. 같은 분할을 쓰는 작은 신경망입니다.' },
    small: {
      name: 'AlexNet, 작은 이미지',
      help: '같은 층을 67 × 67픽셀 이미지에 쓰고 뒤집기와 이동을 더합니다. 느린 컴퓨터용입니다.',
    },
    first: {
      name: '처음 둘러보기',
      help: 'LeNet-5를 이미지 2,000장으로 3에포크 훈련합니다. GPU 없이도 몇 초면 끝납니다.',
    },
    original: {
      name: '2012년의 AlexNet',
      help: '논문에 발표된 그대로의 신경망입니다. 두 타워, 국소 반응 정규화, 모멘텀, 표준화된 픽셀을 씁니다.',
    },
  },
  nextRun: '진행 중인 실행은 시작할 때의 값으로 계속됩니다. 여기서 바꾼 값은 다음 실행부터 적용됩니다.',
  groups: {
    network: '신경망',
    optimizer: '옵티마이저',
    data: '이미지',
    run: '콜백과 시드',
  },
  seeModel: '모델에서 층 보기',
  problems: {
    range: '{{label}}: {{allowed}} 범위의 값이어야 합니다. 적용되지 않았습니다.',
    character:
      '{{label}}: ‘{{character}}’ 때문에 어떤 수인지 분명하지 않습니다. 숫자와 소수점(.)만 쓰세요. 예: 40000, 0.001. 가능한 값: {{allowed}}. 적용되지 않았습니다.',
    split:
      '{{label}}: 훈련 이미지와 검증 이미지는 합쳐서 50,000장까지이므로 여기서는 최대 {{limit}}장입니다. 적용되지 않았습니다.',
    batchAboveTrain: '{{label}}: 훈련 이미지 {{limit}}장보다 클 수 없습니다. 적용되지 않았습니다.',
    trainBelowBatch: '{{label}}: 배치 하나({{limit}}장)보다 적을 수 없습니다. 적용되지 않았습니다.',
  },
  optimizers: { sgd: 'SGD', momentum: 'SGD + 모멘텀', adam: 'Adam' },
  schedules: { constant: '일정', step: '계단', cosine: '코사인' },
  scheduleHelp: {
    constant: '학습률이 그대로 유지됩니다.',
    step: '정해진 수의 에포크가 지날 때마다 학습률에 배율을 곱합니다.',
    cosine: '학습률이 코사인 반 주기를 따라 내려가 마지막 에포크에 0이 됩니다.',
  },
  flipHelp: '훈련 이미지의 절반을 좌우로 뒤집습니다.',
  scales: { unit: '픽셀 / 255', standard: '표준화' },
  scaleHelp: {
    unit: '0 … 1, 수업 노트북과 같습니다.',
    standard: '채널 평균을 빼고 표준편차로 나눕니다.',
  },
  labelings: { true: '실제', shuffled: '섞음' },
  labelHelp: {
    true: 'CIFAR-10의 레이블을 그대로 씁니다.',
    shuffled:
      '음성 대조군입니다. 훈련 이미지마다 다른 이미지의 레이블을 붙입니다. 배울 것이 없으므로 검증 정확도는 10 % 근처에 머물러야 합니다. 그렇지 않다면 수치를 믿을 수 없습니다.',
  },
  callbackHelp:
    'val_loss가 나아지지 않는 에포크가 이만큼 이어지면 실행을 멈추고 가장 좋은 가중치로 돌아가거나, 학습률에 0.1을 곱합니다. 0이면 쓰지 않습니다.',
  seedHelp:
    '초기 가중치, 분할, 섞기, 드롭아웃, 증강을 고정합니다. 같은 장치에서 시드가 같으면 손실도 같습니다.',
  plan_other: '에포크당 {{steps}}스텝, 모두 {{total}}스텝.',
  leftOver_other:
    '에포크마다 이미지 {{images}}장이 배치를 채우지 못해 남습니다. 순서를 섞으므로 남는 이미지는 매번 다릅니다.',
  shuffledNotice: '음성 대조군: 다음 실행은 섞인 레이블로 훈련합니다.',
  copyLink: '링크 복사',
  now: {
    title: '지금',
    idle: '진행 중인 실행이 없습니다. 위쪽 막대에서 ‘훈련’을 누르세요.',
    loading: '이미지를 불러오는 중입니다. 데이터 영역을 보세요.',
    compiling: '셰이더 컴파일 중, {{seconds}}',
    building: '신경망을 만드는 중, {{seconds}}',
    programs: '프로그램 {{total}}개 중 {{n}}개',
    tuning: '이 장치에서 커널 측정 중, {{seconds}}',
    shapes: '형태 {{total}}개 중 {{n}}개',
    tuningHelp:
      '이 장치에서 행렬 곱을 어떻게 나눌 때 가장 빠른지 몇 초 동안 측정하며, 결과는 이 브라우저에 저장됩니다. 실행의 수치에는 영향이 없습니다.',
    compilingHelp: '첫 스텝 전에 장치의 프로그램을 만듭니다. 신경망마다 한 번만 합니다.',
    training: '에포크 {{epoch}} / {{epochs}}, 스텝 {{step}} / {{steps}}',
    validating: '검증 중: 이미지 {{total}}장 중 {{images}}장',
    paused: '일시 정지: 에포크 {{epoch}}, 스텝 {{step}} / {{steps}} 이후. 모델과 진행 위치는 그대로입니다.',
    evaluating: '추론 모드로 이미지를 처리하는 중입니다. 평가 영역을 보세요.',
    profiling: '속도를 측정하는 중입니다. 탐색 영역을 보세요.',
    estimating: '시간을 예상하려고 스텝을 측정하는 중입니다. ‘실행하기 전에’를 보세요.',
    left: '약 {{time}} 남음, {{rate}}',
    progress: '이번 실행',
    completed_other: '완료: {{epochs}}에포크, {{time}}.',
    'early-stopped_other': 'EarlyStopping으로 조기 종료: {{epochs}}에포크, {{time}}.',
    opened_other: '{{steps}}스텝까지 훈련하고 저장한 상태로 열었습니다. ‘훈련’을 누르면 이어 갑니다.',
    stopped_other: '직접 중지: {{steps}}스텝, {{time}}. 모델은 그대로 있습니다.',
    restored: '모델의 가중치는 결과가 가장 좋았던 에포크 {{epoch}}의 것입니다.',
    failed: '실행이 실패했습니다. 아래를 보세요.',
    refused: '지금은 훈련할 수 없습니다. 맨 위의 메시지를 보세요.',
  },
  failure: {
    epochs_other: '끝난 에포크 {{epochs}}개의 결과는 아래에 남아 있습니다.',
    words: '라이브러리의 메시지',
    loss: '스텝 {{step}}의 손실이 {{loss}}입니다.',
    weight: '스텝 {{step}}까지 손실은 유한하지만, 저장하려던 가중치에 유한하지 않은 값이 있습니다.',
    where:
      '층 순서로 처음 나타난 곳: {{tensor}}, {{what}}. 값 {{values}}개 중 NaN {{nan}}개, 무한대 {{infinite}}개.',
    nowhere: '지금은 모든 가중치가 유한하고, 이 배치에 대한 모든 층의 출력도 유한합니다.',
    weightOf: '{{layer}}의 가중치',
    movingOf: '{{layer}}의 이동 통계',
    slotOf: '{{layer}}의 옵티마이저 상태',
    outputOf: '{{layer}}의 출력(그 앞의 가중치는 유한합니다)',
    goBack: '마지막으로 온전한 스냅샷에서 학습률을 10분의 1로 낮춰 계속하기',
    snapshot: '스냅샷이 남아 있습니다: 에포크 {{epoch}}, 스텝 {{step}} / {{steps}}, {{when}}에 저장됨.',
    anew: '학습률을 10분의 1로 낮춰 새로 훈련하기',
    noSnapshot: '그 전에 저장된 스냅샷이 없습니다.',
  },
  log: {
    title: '로그',
    note: 'Keras 출력 형식',
    copy: '로그 복사',
    empty: '에포크가 끝날 때마다 한 줄이 나타납니다.',
    scroll: '에포크별 줄',
    earlier_other: '그 앞의 에포크 {{n}}개는 ‘로그 복사’로 복사한 내용과 CSV 기록에 들어 있습니다.',
  },
  offer: {
    title: '중단된 실행을 이어서 할 수 있습니다',
    place: '{{model}}: 에포크 {{epoch}} / {{epochs}}, 스텝 {{step}} / {{steps}}, {{time}} 전에 저장됨.',
    continue: '이어서 훈련',
    look: '보기만',
    discard: '버리기',
  },
  health: {
    steady: '고르게 진행 중: 스텝당 {{now}}.',
    slowed:
      '느려짐: 스텝당 {{now}}, 평소 {{usual}}. 다른 프로그램이 장치를 쓰고 있거나 브라우저가 이 탭의 속도를 늦추고 있습니다.',
    stalled:
      '{{silence}} 동안 진행 신호가 없습니다. 평소보다 훨씬 깁니다. 계속 멈춰 있으면 중지한 뒤 마지막 저장에서 이어 가세요.',
    slept: '{{time}} 동안 컴퓨터가 절전 상태였거나 브라우저가 이 탭을 멈추었습니다',
    wentOn: '실행은 자동으로 계속되었습니다.',
    sleepHelp: '그 전에 저장된 내용은 그대로 있습니다.',
    unseen_other: '이 탭이 {{time}} 동안 가려져 있었고, 그동안 실행은 {{steps}}스텝 진행했습니다.',
  },
  awake: {
    label: '훈련하는 동안 화면 켜 두기',
    help: '가려진 탭에서도 훈련은 계속되지만 컴퓨터가 절전 상태이면 멈춥니다. 브라우저는 이 탭이 보이는 동안만 화면을 켜 둡니다.',
    missing: '이 브라우저는 화면을 켜 둘 수 없습니다(오래되었거나 https가 아님).',
    refused: '브라우저가 화면을 켜 두지 않습니다: {{problem}}',
  },
  otherTab: {
    title: '이 실습실의 다른 탭에서 훈련하고 있습니다',
    run: '{{model}}, 시드 {{seed}}: 마지막 저장 때 에포크 {{epoch}} / {{epochs}}.',
    help: '저장된 실행을 덮어쓰지 않도록 한 번에 한 탭에서만 훈련합니다. 보기는 여기서도 모두 할 수 있습니다.',
    waits: '다른 탭의 훈련이 끝나는 대로 이 탭에서 실행을 시작합니다.',
    wait: '끝나면 여기서 훈련',
    dont: '기다리지 않기',
  },
  protection: {
    saved: '{{time}} 전에 저장됨, {{size}}. 페이지를 닫아도 그때까지의 훈련은 남습니다.',
    last: '마지막 저장: {{time}} 전, {{size}}.',
    unprotected: '이 실행은 저장되지 않고 있습니다',
    'no-store':
      '이 브라우저에는 저장할 곳이 없습니다(비공개 창이거나, 쿠키가 차단되었거나, https가 아님). 훈련은 계속되지만 페이지를 닫으면 실행을 잃습니다.',
    'no-space': '저장 공간이 없습니다. 훈련은 계속됩니다. 아래에서 오래된 실행을 삭제해 공간을 확보하세요.',
    failed:
      '저장에 실패했습니다. 훈련은 계속되며 저장을 다시 시도합니다. 페이지를 닫으면 마지막 저장 이후를 잃습니다.',
    fellBack: '가장 최근 스냅샷이 손상되어 {{when}}에 저장된 스냅샷에서 이어 갔습니다.',
    recovered_other: '장치나 워커에 오류가 생겨 마지막 저장에서 자동으로 이어 갔습니다. 횟수: {{n}}',
  },
  runs: {
    title: '저장된 실행',
    note: '이 브라우저에 저장됨',
    none: '실행은 훈련하는 동안 저장되며 여기에 나열됩니다.',
    run: '실행',
    progress: '에포크',
    best: '최고 val_acc',
    size: '크기',
    saved: '저장 시각',
    actions: '동작',
    seed: '시드 {{seed}}',
    epochs: '{{n}} / {{total}}',
    steps: '+ {{n}} / {{total}}스텝',
    continue: '이어서',
    open: '열기',
    delete: '삭제',
    rename: '이름 변경',
    export: '내보내기',
    name: '실행 이름',
    renameThis: '{{when}}에 저장된 {{model}} 이름 변경',
    exportThis: '{{when}}에 저장된 {{model}} 내보내기',
    elsewhere: '다른 탭에서 훈련 중',
    untrained: '파일에서 가져옴, 여기서 훈련한 에포크 없음',
    continueThis: '{{when}}에 저장된 {{model}} 이어서',
    openThis: '{{when}}에 저장된 {{model}} 열기',
    deleteThis: '{{when}}에 저장된 {{model}} 삭제',
    damaged_other: '읽을 수 없는 파일: {{n}}개. 그대로 둡니다.',
    space: '{{quota}} 중 {{used}} 사용.',
  },
  transfer,
  differences,
  came,
  signs: {
    'worse-than-guessing': {
      title: '손실이 무작위 추측보다 높습니다',
      numbers:
        '에포크 {{since}}~{{until}}: 손실 {{from}} → {{to}}. 열 개 클래스를 무작위로 추측하면 {{guessing}}입니다.',
      causes:
        '학습률({{lr}})이 너무 높을 가능성이 큽니다. 10분의 1로 낮춰 보세요. 배치 정규화가 없는 신경망에는 더 낮은 학습률이 필요합니다.',
    },
    climbing: {
      title: '훈련 손실이 올라가고 있습니다',
      numbers: '에포크 {{since}}에서 가장 낮았고({{from}}), 에포크 {{until}} 이후에는 {{to}}입니다.',
      causes:
        '지금 단계에는 학습률({{lr}})이 너무 높을 가능성이 큽니다. 학습률을 낮추거나, 스케줄이나 ReduceLROnPlateau로 점점 낮추세요. 배치를 키우면 스텝이 더 안정됩니다.',
    },
    stuck: {
      title: '아무것도 배우지 못하고 있습니다',
      numbers:
        '에포크 {{since}}~{{until}}: 손실 {{from}} → {{to}}, 정확도는 10 % 근처. 열 개 클래스를 무작위로 추측하면 {{guessing}}입니다.',
      causes:
        '학습률이 너무 높으면 처음 몇 스텝 만에 모든 ReLU가 죽을 수 있고, 너무 낮으면 아무것도 움직이지 않습니다. 지금은 {{lr}}입니다. 10분의 1이나 10배로 바꾸거나 다른 옵티마이저를 써 보세요.',
    },
    overfitting: {
      title: '훈련 손실은 내려가는데 val_loss는 올라가고 있습니다',
      numbers:
        'val_loss는 에포크 {{since}}에서 가장 낮았고({{from}}), 에포크 {{until}} 이후에는 {{to}}입니다.',
      causes:
        '신경망이 훈련 이미지를 외우고 있습니다. 이미지를 늘리거나, 뒤집기와 이동을 쓰거나, 드롭아웃을 늘리면 도움이 됩니다. EarlyStopping을 쓰면 가장 좋은 에포크로 돌아갑니다.',
    },
  },
  memory: {
    title: '늘지 않아야 할 메모리가 늘고 있습니다',
    tensors: '텐서: {{from}} → {{to}}.',
    bytes: '텐서의 메모리: {{from}} → {{to}}.',
    reports: '측정 {{n}}번 동안 매번 늘었습니다.',
    epochs: '{{n}}에포크 동안 매번 늘었습니다.',
    help: '이 페이지의 결함입니다. 실행은 계속됩니다. 메모리가 부족해지면 마지막 저장에서 이어 갑니다.',
  },
  notes: {
    'reduced-lr': '에포크 {{epoch}}: val_loss가 나아지지 않아 학습률을 낮췄습니다({{lr}}).',
    'early-stopped': '에포크 {{epoch}}: val_loss가 더 나아지지 않아 실행을 일찍 멈췄습니다.',
    'restored-best': 'val_loss가 가장 낮았던 에포크 {{epoch}}의 가중치로 돌아갔습니다.',
    imported_other: '에포크 {{epoch}}, 갱신 {{step}}번까지 훈련한 모델을 파일에서 가져왔습니다.',
    resumed: '에포크 {{epoch}}, 스텝 {{step}} 이후: 실행이 중단되어 마지막 저장에서 이어 갔습니다.',
    'other-device':
      '에포크 {{epoch}}, 스텝 {{step}} 이후: 다른 장치나 다른 브라우저에서 이어 갑니다. 여기서부터 수치는 비트 단위로 같지는 않고 반올림 오차 범위에서 같습니다.',
    'lowered-lr': '에포크 {{epoch}}: 손실이 유한하지 않아 스냅샷으로 돌아가 학습률을 낮췄습니다({{lr}}).',
  },
  sees: {
    title: '지금 신경망의 예측',
    note: '{{part}}, 에포크마다 같은 이미지 {{images}}장 · 에포크 {{epoch}} 이후: {{images}}장 중 {{right}}장 맞음',
    empty: '에포크가 끝날 때마다 같은 검증 이미지 몇 장과 그 예측이 여기에 나타납니다.',
  },
};
