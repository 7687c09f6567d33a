import type { tour as source } from '../en/tour';
import type { Words } from '../en';

export const tour: Words<typeof source> = {
  help: '도움말',
  visit: '둘러보기',
  glossary: '용어집',
  first: {
    title: '처음 오셨나요?',
    text: '페이지의 다섯 자리를 하나씩, 짧은 다섯 단계로 안내합니다. 언제든 건너뛸 수 있고, 위쪽 막대의 ‘?’에서 다시 볼 수 있습니다.',
    start: '둘러보기 시작',
    no: '괜찮습니다',
  },
  title: '{{of}}단계 중 {{n}}단계: {{place}}',
  steps: {
    data: '이미지와 레이블을 살펴보세요. 열 개 클래스가 있고, 배우는 이미지, 검증하는 이미지, 테스트하는 이미지로 나뉩니다.',
    model: '신경망을 고르고 층을 하나 눌러 보세요. 크기와 파라미터 수마다 계산이 나타납니다.',
    train:
      '작게 시작하세요. 프리셋 ‘처음 둘러보기’를 고르고 위쪽 막대의 훈련을 누른 다음 손실이 내려가는 것을 보세요.',
    evaluate: '실행이 끝나면 평가를 눌러 신경망이 어떤 클래스를 무엇으로 잘못 보는지 확인하세요.',
    explore: '첫 층의 필터가 무엇이 되었는지, 신경망이 그 밖에 무엇을 보여 주는지 살펴보세요.',
  },
  go: '{{place}} 보기',
  back: '이전',
  next: '다음',
  done: '마치기',
  skip: '건너뛰기',
};
