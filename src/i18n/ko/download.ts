import type { download as source } from '../en/download';
import type { Words } from '../en';

export const download: Words<typeof source> = {
  title: '다운로드',
  files: '모델 파일',
  note: '지금 모델을 Keras나 TensorFlow.js용으로 다운로드하거나, 그쪽 파일을 엽니다',
  none: '아직 훈련한 모델이 없습니다. 훈련하거나, 저장된 실행 또는 모델 파일을 열면 그 모델을 다운로드할 수 있습니다.',
  this: '{{when}}에 저장된 {{model}} 다운로드',
  optimizer: '옵티마이저 상태 포함',
  optimizerHelp:
    'Keras에서 훈련을 이어 갈 때 필요합니다. 빼면 파일이 작아지지만 훈련하기 전에 모델을 컴파일해야 합니다. 처음 세 형식에 적용됩니다.',
  get: '다운로드: {{format}}',
  size: '약 {{size}}',
  format: {
    keras: 'Keras',
    weights: 'Keras 가중치',
    safetensors: 'safetensors 형식',
    tfjs: 'TensorFlow.js 층 모델',
    history: 'CSV 기록',
    cluster: '클러스터에서 이어 가기',
  },
  opens: {
    keras: '층과 가중치. TensorFlow, JAX, PyTorch를 백엔드로 쓰는 Keras 3에서 열립니다.',
    weights: '가중치만. Keras 코드로 만든 모델에 불러옵니다.',
    safetensors: '이름이 붙은 가중치. NumPy, PyTorch, JAX 등에서 읽습니다.',
    tfjs: 'model.json과 조각 파일이 든 zip. 이 모델을 여는 페이지와 같은 폴더에 압축을 푸세요.',
    history:
      '에포크별 손실, 정확도, 학습률, 걸린 시간(초). Keras의 CSVLogger와 같은 형식(값은 쉼표로 구분, 소수점은 마침표)으로, 표나 그래프를 만들 때 씁니다.',
    cluster:
      '모델, 옵티마이저 상태, 분할, 프로그램이 든 zip. 프로그램은 이 실행을 Keras에서 이어 가며, GPU 한 개나 여러 개 또는 여러 컴퓨터에서 같은 이미지를 같은 순서로 훈련합니다. 프로그램이 저장하는 .keras 파일에 전체 로그가 들어 있습니다.',
  },
  classFirst:
    '먼저 모델 영역의 Keras 코드를 실행하세요. LocalResponseNormalization 층이 거기에 정의되어 있습니다.',
  noTfjs: '이 신경망에는 쓸 수 없습니다. TensorFlow.js에는 {{layer}} 같은 층이 없습니다.',
};
