import type { lessons as source } from '../en/lessons';
import type { Words } from '../words';

export const lessons: Words<typeof source> = {
  norms: {
    own: '신경망 그대로',
    batch: '배치 정규화',
    lrn: '국소 반응 정규화',
    none: '없음',
  },
  normHelp: 'AlexNet 227과 작은 입력의 AlexNet은 배치 정규화를, AlexNet 2012는 국소 반응 정규화를 씁니다. 다른 것을 고르면 그 자리에 들어갑니다. 앞의 두 신경망에서 국소 반응 정규화는 논문처럼 첫째와 둘째 합성곱 뒤에만 놓입니다.',
  convsHelp: '다섯이면 전부입니다. 넷이면 네 번째를, 셋이면 세 번째까지, 둘이면 다섯 번째까지 뺍니다. 풀링은 그대로 둡니다.',
}; // prettier-ignore
