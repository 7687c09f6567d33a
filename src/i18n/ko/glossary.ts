import type { glossary as source } from '../en/glossary';
import type { Words } from '../en';

export const glossary: Words<typeof source> = {
  title: '용어집',
  search: '용어 찾기',
  clear: '검색 지우기',
  seen: '{{place}}에서 볼 수 있습니다',
  found_other: '용어 {{n}}개',
  none: '검색어가 모두 들어 있는 용어가 없습니다.',
  terms: {
    accuracy: {
      name: '정확도(accuracy)',
      text: '클래스를 맞힌 이미지의 비율입니다. 크기가 같은 열 개 클래스에서 우연히 맞힐 확률은 10 %입니다.',
    },
    activation: {
      name: '활성값(activation)',
      text: '층이 이미지에 대해 내놓는 값입니다. 층의 합으로 이 값을 만드는 ReLU 같은 함수를 활성화 함수라고 합니다.',
    },
    adam: {
      name: 'Adam(아담)',
      text: '가중치마다 기울기와 그 제곱의 평균을 따라가는 옵티마이저입니다. 모든 가중치가 학습률 정도의 크기로 움직입니다.',
    },
    augmentation: {
      name: '증강(augmentation)',
      text: '훈련 이미지를 뒤집거나 옮기는 등, 클래스가 바뀌지 않는 범위에서 무작위로 조금씩 바꾸는 것입니다. 과적합이 덜 일어납니다.',
    },
    backend: {
      name: '백엔드(backend)',
      text: 'TensorFlow.js가 계산에 쓰는 수단입니다. 그래픽 카드에서는 WebGPU나 WebGL, 프로세서에서는 WebAssembly(wasm)나 JavaScript(cpu)입니다.',
    },
    backpropagation: {
      name: '역전파(backpropagation)',
      text: '손실에서 층을 거슬러 올라가며 연쇄 법칙으로 모든 가중치의 기울기를 구하는 방법입니다.',
    },
    batch: {
      name: '배치(batch)',
      text: '한 스텝에 쓰는 이미지 묶음입니다. 그 평균 손실로 가중치를 한 번 갱신합니다.',
    },
    batchNorm: {
      name: '배치 정규화(batch normalization)',
      text: '배치에 걸쳐 채널마다 평균 0, 분산 1로 맞춘 뒤 두 가중치로 크기를 조절하고 이동하는 층입니다. 훈련하지 않을 때는 이동 평균을 씁니다.',
    },
    bias: { name: '편향(bias)', text: '입력과 관계없이 합에 더하는 가중치입니다.' },
    calibration: {
      name: '보정(calibration)',
      text: '확신도가 실제 정확도와 얼마나 일치하는지를 나타냅니다. 확신도가 80 %인 예측 가운데 80 %가 맞아야 합니다.',
    },
    channel: {
      name: '채널(channel)',
      text: '이미지나 층의 출력을 이루는 한 겹입니다. 처음에는 빨강, 초록, 파랑이고 그다음부터는 필터마다 하나입니다.',
    },
    confusionMatrix: {
      name: '혼동 행렬(confusion matrix)',
      text: '실제 클래스마다 무엇으로 예측했는지 센 표입니다. 맞힌 예측은 대각선에 있습니다.',
    },
    convolution: {
      name: '합성곱(convolution)',
      text: '필터가 이미지 위를 이동하면서, 자리마다 그 아래에 있는 값과 곱하여 더하는 층입니다.',
    },
    crossEntropy: {
      name: '교차 엔트로피(cross-entropy)',
      text: '분류기의 손실입니다. 정답 클래스에 준 확률의 로그에 음의 부호를 붙인 값입니다.',
    },
    deadRelu: {
      name: '죽은 ReLU(dead ReLU)',
      text: '모든 이미지에서 합이 음수인 유닛입니다. 0만 출력하고 기울기를 받지 못해 스스로 되살아나지 못합니다.',
    },
    denseLayer: {
      name: '완전 연결 층(dense layer)',
      text: '모든 출력이 모든 입력과 연결된 층입니다. 밀집층이라고도 합니다.',
    },
    dropout: {
      name: '드롭아웃(dropout)',
      text: '훈련할 때 값의 일부를 무작위로 0으로 만들고 나머지를 그만큼 키우는 층입니다.',
    },
    earlyStopping: {
      name: '조기 종료(early stopping)',
      text: '몇 에포크 동안 검증 결과가 나아지지 않으면 실행을 끝내고 가장 좋은 가중치로 돌아가는 것입니다.',
    },
    epoch: { name: '에포크(epoch)', text: '훈련 이미지의 온전한 배치를 모두 한 번씩 쓰는 것입니다.' },
    f1: { name: 'F1 점수', text: '정밀도와 재현율의 조화 평균입니다. 둘 다 높아야 높습니다.' },
    featureMap: {
      name: '특징 맵(feature map)',
      text: '필터 하나가 이미지 전체에 대해 내놓는 값입니다. 필터가 찾는 무늬가 어디에 있는지 보여 주는 그림입니다.',
    },
    filter: {
      name: '필터(filter)',
      text: '합성곱에서 자리마다 놓이는 가중치로, 한 가지 무늬에 반응하도록 학습됩니다. 커널이라고도 합니다.',
    },
    flatten: {
      name: '펼치기(flatten)',
      text: '높이, 너비, 채널로 된 출력을 완전 연결 층에 넣을 수 있게 한 줄의 수로 펼치는 것입니다.',
    },
    gradCam: {
      name: 'Grad-CAM(그래드캠)',
      text: '이미지의 어느 부분이 그 클래스의 근거가 되었는지 보여 주는 그림입니다. 마지막 특징 맵을 그 클래스의 기울기로 가중하여 만듭니다.',
    },
    gradient: {
      name: '기울기(gradient)',
      text: '가중치를 조금 바꿀 때 손실이 어느 방향으로 얼마나 바뀌는지를 나타냅니다.',
    },
    learningRate: {
      name: '학습률(learning rate)',
      text: '한 스텝에서 가중치를 기울기에 대해 얼마나 움직일지 정하는 값입니다.',
    },
    logits: {
      name: '로짓(logits)',
      text: '소프트맥스를 거치기 전 마지막 층의 출력입니다. 클래스마다 하나이며 크기에 제한이 없습니다.',
    },
    loss: {
      name: '손실(loss)',
      text: '신경망이 배치에서 얼마나 틀렸는지를 나타내는 수입니다. 훈련은 이 수를 줄이는 과정입니다.',
    },
    lrn: {
      name: '국소 반응 정규화(LRN)',
      text: '2012년 AlexNet의 층으로, 각 값을 이웃 채널들의 합으로 나눕니다. 반응이 강하면 이웃의 반응이 억제됩니다.',
    },
    momentum: {
      name: '모멘텀(momentum)',
      text: '가중치의 직전 이동 가운데 다음 이동으로 이어지는 비율입니다.',
    },
    optimizer: { name: '옵티마이저(optimizer)', text: '기울기로 새 가중치를 만드는 규칙입니다.' },
    overfitting: {
      name: '과적합(overfitting)',
      text: '훈련 이미지를 외워 버리는 것입니다. 훈련 손실은 계속 내려가는데 val_loss는 올라갑니다.',
    },
    padding: { name: '패딩(padding)', text: '필터가 가장자리까지 닿도록 이미지 둘레에 덧대는 0입니다.' },
    parameter: {
      name: '파라미터(parameter)',
      text: '층이 가진 수입니다. 훈련하면 훈련 가능한 파라미터가 바뀝니다. 배치 정규화의 이동 평균은 훈련 가능한 파라미터가 아닙니다.',
    },
    pooling: {
      name: '최대 풀링(max pooling)',
      text: '작은 창마다 가장 큰 값만 남기는 층입니다. 이미지가 작아지고 정확한 위치에 덜 민감해집니다.',
    },
    precision: {
      name: '정밀도(precision)',
      text: '어떤 클래스로 예측한 이미지 가운데 실제로 그 클래스인 이미지의 비율입니다.',
    },
    recall: {
      name: '재현율(recall)',
      text: '어떤 클래스의 이미지 가운데 그 클래스로 예측한 이미지의 비율입니다.',
    },
    receptiveField: {
      name: '수용 영역(receptive field)',
      text: '출력값 하나가 보는 입력의 범위입니다. 층을 지날수록 커집니다.',
    },
    relu: { name: 'ReLU(렐루)', text: '양수는 그대로 두고 음수는 0으로 만드는 활성화 함수입니다.' },
    samePadding: {
      name: 'same과 valid',
      text: 'Keras가 가장자리를 다루는 두 가지 방법입니다. valid는 패딩이 없어 출력이 작아지고, same은 스트라이드 1에서 크기가 유지될 만큼 0을 덧댑니다.',
    },
    schedule: { name: '스케줄(schedule)', text: '에포크가 지남에 따라 학습률을 바꾸는 방식입니다.' },
    seed: { name: '시드(seed)', text: '실행의 모든 무작위 선택을 결정하는 수입니다.' },
    snapshot: {
      name: '스냅샷(snapshot)',
      text: '실행의 전체 상태를 브라우저에 파일로 저장한 것입니다. 여기서 실행을 이어 갈 수 있습니다.',
    },
    softmax: {
      name: '소프트맥스(softmax)',
      text: '로짓을 확률로 바꾸는 함수입니다. 확률은 모두 양수이고 합은 1입니다.',
    },
    split: { name: '분할(split)', text: '이미지를 서로 겹치지 않게 훈련, 검증, 테스트로 나눈 것입니다.' },
    step: { name: '스텝(step)', text: '배치 하나로 기울기를 구해 모든 가중치를 한 번 갱신하는 것입니다.' },
    stride: { name: '스트라이드(stride)', text: '필터가 다음 자리로 옮겨 갈 때 지나는 픽셀 수입니다.' },
    tensor: { name: '텐서(tensor)', text: '이미지 수 × 높이 × 너비 × 채널처럼 형태를 가진 수의 묶음입니다.' },
    testSet: {
      name: '테스트 세트(test set)',
      text: '훈련에도, 설정을 고르는 데에도 쓰지 않고 마지막 측정에만 쓰는 이미지입니다.',
    },
    validation: {
      name: '검증(validation)',
      text: '에포크가 끝날 때마다 훈련에 쓰지 않는 이미지로 측정하는 것입니다. 그 결과가 val_loss와 val_acc입니다.',
    },
    webgpu: {
      name: 'WebGPU',
      text: '브라우저가 그래픽 카드로 계산하는 방법입니다. WebGL은 그래픽을 그리기 위한 더 오래된 방법입니다.',
    },
  },
};
