import type { tour as source } from '../en/tour';
import type { Words } from '../en';

export const tour: Words<typeof source> = {
  help: '도움말',
  visit: '둘러보기',
  glossary: '용어집',
  first: {
    title: '처음 오셨나요?',
    text: '페이지의 다섯 영역을 짧은 다섯 단계로 안내합니다. 언제든 건너뛸 수 있고, 위쪽 막대의 ‘?’에서 다시 볼 수 있습니다.',
    start: '둘러보기 시작',
    no: '괜찮습니다',
  },
  title: '{{of}}단계 중 {{n}}단계: {{place}}',
  steps: {
    data: '이미지와 레이블을 살펴보세요. 클래스는 열 개이고, 이미지는 훈련용, 검증용, 테스트용으로 나뉩니다.',
    model: '신경망을 고르고 층을 하나 눌러 보세요. 크기와 파라미터 수를 어떻게 계산하는지 보여 줍니다.',
    train:
      '작게 시작하세요. 프리셋 ‘처음 둘러보기’를 고르고 위쪽 막대에서 ‘훈련’을 누른 뒤 손실이 내려가는 것을 보세요.',
    evaluate: '실행이 끝나면 ‘평가하기’를 눌러 신경망이 어떤 클래스를 혼동하는지 확인하세요.',
    explore: '첫 층의 필터가 어떻게 바뀌었는지, 신경망에서 그 밖에 무엇을 볼 수 있는지 살펴보세요.',
  },
  go: '{{place}} 보기',
  back: '이전',
  next: '다음',
  done: '마치기',
  skip: '건너뛰기',
};
