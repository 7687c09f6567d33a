import type { leak as source } from '../en/leak';
import type { Words } from '../words';

export const leak: Words<typeof source> = {
  help: '시연을 위한 설정입니다. 들어갈 자리만큼의 검증 이미지를 훈련 이미지에 섞습니다. 그러면 val_loss와 val_accuracy는 신경망이 기억하는 정도를 말합니다.',
  next: '누출 시연: 다음 실행은 검증 이미지로도 훈련합니다.',
  title: '누출 시연: 이 실행은 검증 이미지로도 훈련했습니다.',
  text: '훈련 이미지에 섞인 검증 이미지: {{val}}장 중 {{n}}장. val_loss와 val_accuracy는 새 이미지에서의 성능이 아니라 기억하는 정도를 말합니다. 테스트 이미지는 따로 두었으니 그 수치와 비교하세요.',
  mark: '누출 시연: 검증 이미지로도 훈련했습니다.',
  some: '누출 시연: 실행 {{runs}}은(는) 검증 이미지로도 훈련했습니다. 그 val_loss와 val_accuracy를 다른 실행의 수치와 비교해서는 안 됩니다.',
  role: '에포크가 끝날 때마다 확인하는 이미지. 여기서는 일부러 학습에도 쓰임',
  split: '의도한 것입니다. 이 실험은 검증 이미지를 훈련 이미지에 섞습니다. 이 설정 없이 이런 분할이 나오면 거부됩니다.',
}; // prettier-ignore
