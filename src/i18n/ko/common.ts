import type { common as source, leak as leakSource } from '../en/common';
import type { Words } from '../en';

export const common: Words<typeof source> = {
  classes: {
    airplane: '비행기',
    automobile: '자동차',
    bird: '새',
    cat: '고양이',
    deer: '사슴',
    dog: '개',
    frog: '개구리',
    horse: '말',
    ship: '배',
    truck: '트럭',
  },
  splits: { train: '훈련', val: '검증', test: '테스트' },
  splitChoice: '이미지 출처',
  models: {
    alexnet: 'AlexNet 227',
    alexnet2012: 'AlexNet 2012',
    lenet5: 'LeNet-5',
    'alexnet-small': 'AlexNet, 작은 입력',
  },
  copied: '복사됨',
  copyFailed: '브라우저가 막아 복사하지 못했습니다',
  csvForm:
    'CSV 파일의 값은 쉼표로 구분하고 소수점은 마침표(.)로 씁니다. 다른 기호를 쓰는 스프레드시트에서는 파일을 가져올 때 지정하세요.',
  noisyPicture:
    '이 브라우저는 핑거프린팅을 막기 위해 페이지가 읽는 픽셀을 바꿉니다. 그래서 페이지가 저장하는 그림에는 노이즈만 남습니다. 브라우저 설정에서 이 페이지를 예외로 두거나 다른 브라우저를 쓰면 그림이 그대로 저장됩니다.',
  close: '닫기',
  retry: '다시 시도',
  citation: '출처',
  sampleAlt: '{{name}}, 이미지 {{index}}',
  unknown: '알 수 없음',
  errors: {
    'no-backend': {
      title: '사용할 수 있는 백엔드가 없습니다',
      help: '이 브라우저에서는 WebGPU, WebGL, CPU 백엔드가 모두 작동하지 않습니다. 최신 Chrome, Edge, Firefox를 사용해 보세요.',
    },
    'self-check-failed': {
      title: '이 장치의 계산이 올바르지 않습니다',
      help: '작은 예제로 계산한 순전파·역전파 결과가 TensorFlow.js의 CPU 백엔드와 다릅니다. 이 백엔드에서는 훈련할 수 없으니 다른 백엔드를 선택하세요.',
    },
    'data-not-ready': {
      title: '이미지가 아직 준비되지 않았습니다',
      help: '데이터 영역에 ‘준비됨’이 표시될 때까지 기다린 뒤 다시 시도하세요.',
    },
    'not-evaluated': {
      title: '평가 결과가 더 이상 없습니다',
      help: '평가한 뒤 모델이 바뀌었거나 다른 모델로 교체되었습니다. 다시 평가하면 자세히 볼 수 있습니다.',
    },
    'manifest-failed': {
      title: '이미지 시트 목록을 읽을 수 없습니다',
      help: '데이터 없이 페이지가 제공되었거나 연결이 끊겼습니다. 다시 시도하세요. 그사이 페이지가 업데이트되었다면 페이지를 새로 고치고, 그래도 안 되면 다시 빌드하세요.',
    },
    'snapshot-failed': {
      title: '저장된 실행을 사용할 수 없습니다',
      help: '그 파일은 그대로 두었습니다. 다른 저장된 실행은 훈련 영역의 목록에 있고, 새 실행은 언제든 시작할 수 있습니다.',
    },
    'training-elsewhere': {
      title: '이 실습실의 다른 탭에서 훈련하고 있습니다',
      help: '저장된 실행을 덮어쓰지 않도록 한 번에 한 탭에서만 훈련합니다. 끝날 때까지 기다리거나 그 탭에서 중지하세요. 보기는 여기서도 모두 할 수 있습니다.',
    },
    'run-elsewhere': {
      title: '다른 탭에서 이 실행을 훈련하고 있습니다',
      help: '그 탭의 훈련이 끝나면 여기서 열거나 삭제할 수 있습니다.',
    },
    'no-model': { title: '아직 모델이 없습니다', help: '먼저 훈련하거나 훈련된 모델을 여세요.' },
    busy: { title: '엔진이 작업 중입니다', help: '현재 작업이 끝날 때까지 기다리거나 중지하세요.' },
    'binding-too-large': {
      title: '텐서가 이 장치의 바인딩 한도보다 큽니다',
      help: '배치 크기를 줄이거나 입력 이미지가 더 작은 신경망을 선택하세요.',
    },
    'no-room': {
      title: '장치의 메모리가 부족합니다',
      help: '훈련 스텝에 필요한 만큼의 메모리를 장치에서 얻을 수 없습니다. 배치 크기를 줄이거나 더 작은 신경망을 선택하세요. GPU라면 다른 페이지를 닫는 것도 도움이 될 수 있습니다.',
    },
    'gpu-error': {
      title: 'GPU가 오류를 보고했습니다',
      help: '잘못된 수치가 표시되지 않도록 실행을 끝냈습니다. 배치 크기를 줄이거나 다른 백엔드를 선택하세요.',
    },
    'device-lost': {
      title: 'GPU 연결이 끊어졌습니다',
      help: '드라이버가 재설정되었거나 메모리가 부족했습니다. 페이지를 새로 고치고 배치 크기를 줄이세요.',
    },
    'not-finite': {
      title: '훈련이 발산했습니다: 유한하지 않은 값이 나왔습니다',
      help: '대개 학습률이 너무 높기 때문입니다. 그 뒤로는 아무것도 저장되지 않았습니다.',
    },
    'bad-command': { title: '엔진이 명령을 이해하지 못했습니다', help: '페이지를 새로 고치세요.' },
    'worker-crashed': {
      title: '엔진이 비정상 종료되었습니다',
      help: '엔진을 다시 시작했습니다. 데이터는 브라우저 저장소에서 불러옵니다. 다시 훈련하세요.',
    },
    'worker-not-loaded': {
      title: '엔진을 불러오지 못했습니다',
      help: '엔진 파일을 받지 못했거나, 받는 중에 끊겼거나, 브라우저가 막았습니다. 다시 시도하고 있습니다.',
    },
    internal: {
      title: '예상하지 못한 문제가 생겼습니다',
      help: '페이지를 새로 고치고 다시 시도하세요. 아래는 라이브러리가 남긴 메시지입니다.',
    },
  },
  modelKept: '모델은 그대로 있습니다. 평가하거나 이어서 훈련할 수 있습니다.',
  modelLost: '이 실행의 모델은 사라졌습니다.',
  nothingLost: '실행이 시작되기 전이어서 잃은 것은 없습니다.',
};

export const leak: Words<typeof leakSource> = {
  help: '시연용 설정입니다. 검증 이미지를 들어갈 수 있는 만큼 훈련 이미지에 섞습니다. 그러면 val_loss와 val_accuracy는 신경망이 얼마나 기억하는지를 나타냅니다.',
  next: '누수 시연: 다음 실행은 검증 이미지로도 훈련합니다.',
  title: '누수 시연: 이 실행은 검증 이미지로도 훈련했습니다.',
  text: '검증 이미지 {{val}}장 중 {{n}}장이 훈련 이미지에 섞여 있습니다. val_loss와 val_accuracy는 새 이미지에서의 성능이 아니라 얼마나 기억하는지를 나타냅니다. 테스트 이미지는 따로 두었으니 테스트 결과와 비교하세요.',
  mark: '누수 시연: 검증 이미지로도 훈련했습니다.',
  some_other:
    '누수 시연: 검증 이미지로도 훈련한 실행이 있습니다(번호: {{runs}}). 그 실행의 val_loss와 val_accuracy를 다른 실행의 수치와 비교하면 안 됩니다.',
  role: '에포크가 끝날 때마다 확인하고, 여기서는 일부러 학습에도 쓰는 이미지',
  split:
    '의도한 결과입니다. 이 실험은 검증 이미지를 훈련 이미지에 섞습니다. 이 설정이 없으면 이런 분할은 거부됩니다.',
};
