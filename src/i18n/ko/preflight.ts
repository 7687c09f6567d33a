import type { preflight as source } from '../en/preflight';
import type { Words } from '../en';

export const preflight: Words<typeof source> = {
  title: '실행하기 전에',
  note: '입력란의 실험을 이 장치에서 실행할 때',
  estimate: '시간 예상하기',
  stop: '예상 중지',
  unknown: '얼마나 걸릴까요? 버튼을 누르면 임시 모델로 3스텝을 측정합니다.',
  measuring: '스텝 측정 중',
  compiling: '셰이더 컴파일 중',
  building: '신경망을 만드는 중',
  tuning: '이 장치에서 커널 측정 중',
  parts: '{{total}}개 중 {{n}}개',
  time_other: '이 장치에서 {{epochs}}에포크에 약 {{time}}',
  about_other: '이 장치에서 {{epochs}}에포크에 대략 {{time}}',
  basis: {
    measured: '측정한 스텝 시간({{step}})에 {{epochs}} × {{steps}}스텝을 곱하고 검증 시간을 더한 값입니다.',
    run: '이 신경망과 배치의 지난 실행에서 걸린 스텝 시간({{step}})에 {{epochs}} × {{steps}}스텝을 곱하고 검증 시간을 더한 값입니다.',
    scaled:
      '다른 신경망의 스텝 시간을 곱셈 횟수로 환산한 값입니다. 특히 작은 신경망에서는 세 배까지 다를 수 있으니 측정해 보세요.',
  },
  plans: {
    title: '몇 시간이 걸립니다. 더 짧게 하려면:',
    explain: '누르면 입력란의 값이 바뀝니다. 이전 값은 다시 고를 수 있습니다.',
    time: '약 {{time}}',
    about: '대략 {{time}}',
    minimum: '최소 {{time}}',
    input: '{{input}} × {{input}}픽셀 이미지',
    subset: '이미지 {{train}}장, 검증 {{val}}장',
    epochs: '{{epochs}}에포크',
    lenet5: 'LeNet-5',
  },
  memory: {
    label: '스텝에 필요한 메모리',
    about: '약 {{size}}',
    minimum: '최소 {{size}}',
    weights: '가중치 {{size}}',
    gradients: '기울기 {{size}}',
    slots: '옵티마이저 {{size}}',
    best: '가장 좋은 가중치 {{size}}',
    activations: '이미지 {{batch}}장의 활성값과 기울기 {{size}}',
    images: '이미지 {{size}}',
    webgpu: 'WebGPU는 남은 메모리를 알려 주지 않습니다.',
    unknown: '이 브라우저는 메모리 크기를 알려 주지 않습니다.',
    cpu: 'CPU 엔진은 {{limit}}까지 씁니다.',
    refused:
      'CPU 엔진은 {{limit}}까지만 쓰므로 실행이 거부됩니다. 배치 크기를 줄이거나 더 작은 이미지를 선택하세요.',
    system: '브라우저에 따르면 이 컴퓨터의 메모리는 {{memory}} 이상입니다.',
  },
  largest: {
    label: '가장 큰 텐서',
    kernel: '{{layer}}: 커널, {{size}}',
    activations: '{{layer}}: 이미지 {{batch}}장의 활성값, {{size}}',
    input: '이미지 {{batch}}장의 입력, {{size}}',
    fits: '이 장치의 한도는 {{limit}}입니다.',
    refused:
      '이 장치의 한도({{limit}})를 넘어 실행이 거부됩니다. 배치 크기를 줄이거나 더 작은 이미지를 선택하세요.',
  },
  storage: {
    label: '실행 저장',
    of: '남은 공간 {{free}}(브라우저 기준) 중 {{needed}}',
    needed: '{{needed}}',
    twice: '{{snapshot}} 크기의 스냅샷 두 개를 번갈아 씁니다.',
    granted: '브라우저가 스스로 지우지 않겠다고 보장했습니다.',
    denied: '브라우저가 보관을 보장하지 않았습니다. 디스크가 거의 차면 지울 수 있습니다.',
    unasked: '첫 실행을 시작할 때, 디스크가 거의 차도 보관해 달라고 브라우저에 요청합니다.',
    unprotected: '이 실행은 보호되지 않습니다',
    explain:
      '저장에 {{needed}}가 필요하지만 {{free}}만 남아 있습니다. 훈련은 할 수 있지만 페이지를 닫으면 실행을 잃습니다.',
    delete:
      '필요 없는 실행은 아래 ‘저장된 실행’에서 훈련 중에도 삭제할 수 있습니다. 그러면 다음 저장부터 보호됩니다.',
  },
};
